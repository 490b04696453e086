/** Given two names whose primaries have one health check, when a task says who answers for both, then: the check is set once, and not to and fro. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld } from "./estate-world.ts";
import { CHECK, pairSeed, primary, secondary } from "./pairs.ts";

const names = ["app.example.com", "www.example.com"] as const;

function given(answers: readonly string[]) {
  const seed = pairSeed(names.flatMap((name) => [primary, secondary].map((set) => ({ ...set, name }))));
  const scenario = {
    name: "given",
    operation: "dns_failover",
    resources: { failoverRecords: names.map((recordName, index) => ({ hostedZoneId: "Z1", recordName, answer: answers[index] })) },
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof estateWorld>[0]) => estateWorld(clock, seed),
  };
  return createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
}

function told(harness: ReturnType<typeof given>) {
  const { failure, result } = harness.facts().at(-1)!.data as { failure?: { code: string }; result: TaskResult };
  return { code: failure?.code, outcomes: result.resources.map(({ outcome }) => outcome) };
}

test("both move with it, and back", async () => {
  const harness = given(["secondary", "secondary"]);
  const operationId = harness.request({ deadlineSeconds: 300 });
  await harness.run();
  expect([told(harness).code, harness.world.effects()]).toEqual([undefined, [`UpdateHealthCheck ${CHECK}`]]);
  harness.request({ type: "TechnologyRollbackRequested", undoes: operationId });
  await harness.run();
  expect([told(harness).code, harness.world.effects()]).toEqual([undefined, Array(2).fill(`UpdateHealthCheck ${CHECK}`)]);
});

test("two that shall answer differently cannot: one of them is told so, and the check is set once", async () => {
  const harness = given(["secondary", "primary"]);
  harness.request({ deadlineSeconds: 300 });
  await harness.run();
  expect([told(harness).code, harness.world.effects()]).toEqual(["infrastructure.health_check_changed", [`UpdateHealthCheck ${CHECK}`]]);
});
