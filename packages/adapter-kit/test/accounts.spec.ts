/** Given an effect whose task did not end well, then: it is accounted for, or somebody is told what was done and how to check. */
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createHarness, type FaultPlan, type RequestOptions } from "../src/testing/index.ts";
import { createFakeValves, valveAdapter, type FakeValve } from "./valve.ts";

function given(valves: Record<string, FakeValve>, faults: FaultPlan = {}) {
  const scenario = {
    name: "given",
    operation: "set_position",
    config: { position: 50 },
    resources: { valves: Object.keys(valves) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeValves>[1]) => createFakeValves(valves, clock),
  };
  const subject = { adapter: valveAdapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} };
  const run = createHarness(subject, scenario, { faults });
  const ask = async (options: RequestOptions = {}) => {
    run.request(options);
    await run.run();
    const { failure, result } = run.facts().at(-1)!.data as { failure?: { code: string; message: string }; result: TaskResult };
    return { failure, result, outcomes: result.resources.map(({ resource, outcome }) => `${resource} ${outcome}`) };
  };
  return { run, ask };
}

const SENT = "valve.set_position (execute) was sent at 2026-11-23T04:00:00.000Z";

describe("at the deadline", () => {
  test("an effect that was accepted is unknown, with what was done and what was last seen", async () => {
    const { ask } = given({ a: { position: 10 } });
    const { failure, result, outcomes } = await ask({ deadlineSeconds: 15 });
    expect(failure).toMatchObject({
      code: "task.timed_out",
      message: "the deadline 2026-11-23T04:00:15.000Z passed; last seen: a: a is travelling at 10 (poll at 2026-11-23T04:00:15.000Z)",
    });
    expect(outcomes).toEqual(["a unknown"]);
    expect(result.manualInterventionRequired).toBe(true);
    expect(result.unaccounted).toEqual([
      {
        resource: "a",
        state: "unknown",
        did: `${SENT}, answered {"orderId":"order-1"}`,
        check: "look at a itself; last seen: a is travelling at 10 (poll at 2026-11-23T04:00:15.000Z)",
      },
    ]);
  });

  test("an effect whose answer was lost is unknown", async () => {
    const { ask } = given({ a: { position: 10 } }, { mutations: ["reset_after_accept"] });
    const { result, outcomes } = await ask({ deadlineSeconds: 15 });
    expect(outcomes).toEqual(["a unknown"]);
    expect(result.unaccounted).toMatchObject([{ resource: "a", state: "unknown", did: `${SENT}, its answer was lost` }]);
  });

  test("an effect that is seen, and does not serve, stands", async () => {
    const valves: Record<string, FakeValve> = { a: { position: 10 } };
    const { run, ask } = given(valves);
    run.request({ deadlineSeconds: 60 });
    await run.run(1);
    valves["a"] = { position: 10, restsAt: "warming-up" };
    await run.run(36);
    valves["a"] = { position: 10, restsAt: "seized" };
    await run.run();
    const { failure, result } = run.facts().at(-1)!.data as { failure: { code: string }; result: TaskResult };
    expect(failure.code).toBe("valve.unusable");
    expect(result.unaccounted).toMatchObject([{ resource: "a", state: "stands" }]);
    valves["a"] = { position: 10 };
    // The next attempt goes on from there: it neither acts again nor calls it nothing to do.
    const second = await ask({ attempt: 2, type: "TechnologyRetryRequested" });
    expect([second.outcomes, second.result.unaccounted, run.world.effects()]).toEqual([["a completed"], undefined, ["set a 50"]]);
  });

  test("what the service never accepted had no effect, and the service's words are told", async () => {
    const { ask } = given({ a: { position: 10 } }, { mutations: Array.from({ length: 60 }, () => "throttled" as const) });
    const { failure, result, outcomes } = await ask({ deadlineSeconds: 20 });
    expect(failure?.message).toContain("aws.throttled: ThrottlingException (made up) (act at 2026-11-23T04:00:15.000Z)");
    expect(outcomes).toEqual(["a failed"]);
    expect([result.unaccounted, result.manualInterventionRequired]).toEqual([undefined, undefined]);
  });

  test("what was waited for is told, by whom and when", async () => {
    const { ask } = given({ a: { position: 10, restsAt: "rebuilding" } });
    const { failure } = await ask({ deadlineSeconds: 20 });
    expect(failure?.message).toBe(
      "a: the deadline 2026-11-23T04:00:20.000Z passed before anything was done; last seen: a is rebuilding at 10; waiting for it to serve (prepare at 2026-11-23T04:00:15.000Z)",
    );
  });
});

test("only what is open or failed is unaccounted for", async () => {
  const { ask } = given({ a: { position: 50 }, b: { position: 10 }, c: { position: 10, pressure: 95 } });
  const { result, outcomes } = await ask({ deadlineSeconds: 15 });
  expect(outcomes).toEqual(["a noop", "b unknown", "c failed"]);
  expect(result.unaccounted?.map(({ resource }) => resource)).toEqual(["b"]);
});
