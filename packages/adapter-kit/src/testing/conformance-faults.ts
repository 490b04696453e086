/** Conformance: a service that throttles, loses answers and tells old news, and workers that die. */
import { test } from "vitest";
import { CRASH_TEST_MS, crashPoints, expectCompleted, type Start } from "./expectations.ts";
import type { FaultPlan } from "./faults.ts";
import type { Scenario } from "./scenario.ts";

/** Tests: a service that throttles, loses answers and tells old news, and workers that die. */
export function faultConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  const count = scenario.effects.length;
  const plans: readonly (readonly [string, FaultPlan])[] = [
    ["a throttled act", { mutations: Array.from({ length: count }, () => "throttled") }],
    ["throttled reads", { throttledReads: 3 }],
    ["500 after the act was accepted", { mutations: Array.from({ length: count }, () => "error_500_after_accept") }],
    ["a reset after the act was accepted", { mutations: Array.from({ length: count }, () => "reset_after_accept") }],
    ["stale reads", { staleReadsForMs: 4_000 }],
    ["a reset and then stale reads", { mutations: Array.from({ length: count }, () => "reset_after_accept"), staleReadsForMs: 8_000 }],
    [
      "throttled, then 500 after accept",
      { mutations: ["throttled", ...Array.from({ length: count }, () => "error_500_after_accept" as const)] },
    ],
  ];
  test.each(plans)("%s", async (_name, faults) => {
    const run = start({ faults });
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test("status words that nobody knows mean: in progress", async () => {
    const run = start();
    run.world.speakUnknownWords?.();
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test(
    "a crash at any await",
    async () => {
      const clean = start();
      clean.request();
      await clean.run();
      for (const gate of crashPoints(clean.gates(), scenario)) {
        const run = start({ crashAtGate: gate });
        const operationId = run.request();
        await run.run();
        expectCompleted(run, operationId, scenario.effects, `crash at gate ${gate} of ${clean.gates()}`);
      }
    },
    CRASH_TEST_MS,
  );

  test(
    "a crash at any await, with every message delivered twice",
    async () => {
      const clean = start({ deliveries: 2 });
      clean.request();
      await clean.run();
      for (const gate of crashPoints(clean.gates(), scenario)) {
        const run = start({ crashAtGate: gate, deliveries: 2 });
        const operationId = run.request();
        await run.run();
        expectCompleted(run, operationId, scenario.effects, `crash at gate ${gate} of ${clean.gates()}`);
      }
    },
    CRASH_TEST_MS,
  );

  test(
    "a worker that sleeps at any await and wakes when all is over",
    async () => {
      const clean = start();
      clean.request();
      await clean.run();
      for (const gate of crashPoints(clean.gates(), scenario)) {
        const run = start({ sleepAtGate: gate });
        const operationId = run.request();
        await run.run();
        expectCompleted(run, operationId, scenario.effects, `asleep at gate ${gate} of ${clean.gates()}`);
      }
    },
    CRASH_TEST_MS,
  );
}
