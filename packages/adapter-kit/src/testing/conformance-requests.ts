/** Conformance: requests that come once, twice, at the same time, from a Region that lost or took over. */
import { expect, test } from "vitest";
import { expectCompleted, type Start } from "./expectations.ts";
import type { Scenario } from "./scenario.ts";

/** Tests: requests that come once, twice, at the same time, from a Region that lost or took over. */
export function requestConformance<Clients>(start: Start<Clients>, scenario: Scenario<Clients>): void {
  test("completes with each effect once, and says so", async () => {
    const run = start();
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    expect(run.facts().map(({ source }) => source)).toContain(`dr.adapter.${run.facts()[0]?.data["technology"] as string}`);
    expect(run.facts().every(({ epoch, correlationid }) => epoch === 1 && correlationid === "correlation-1")).toBe(true);
  });

  test("a redelivery before, while and after it runs changes nothing and gets the stored answer", async () => {
    const run = start();
    const operationId = run.request();
    run.request();
    await run.run(2);
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    const told = run.facts().filter(({ type }) => type === "TechnologyCompleted");
    run.request({ type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    const answers = run.facts().filter(({ type }) => type === "TechnologyCompleted");
    expect(answers).toHaveLength(told.length + 1);
    expect(answers.at(-1)).toMatchObject({ id: told[0]?.id, time: told[0]?.time, data: told[0]?.data });
  });

  test.each([2, 4])("%i concurrent deliveries of every message", async (deliveries) => {
    const run = start({ deliveries });
    const operationId = run.request();
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
  });

  test("a lower epoch has no effect", async () => {
    const run = start();
    run.request({ attempt: 2, epoch: 5, type: "TechnologyCancelRequested" });
    await run.run();
    run.request({ attempt: 3, epoch: 4 });
    await run.run();
    expect(run.staleEpochs()).toBe(1);
    expect(run.world.effects()).toEqual([]);
  });

  test("asked again by a Region that took over, it answers under the new epoch", async () => {
    const run = start();
    const operationId = run.request({ epoch: 1 });
    await run.run(1);
    run.request({ epoch: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expectCompleted(run, operationId, scenario.effects);
    expect(run.facts().findLast(({ type }) => type === "TechnologyCompleted")?.epoch).toBe(2);
  });
}
