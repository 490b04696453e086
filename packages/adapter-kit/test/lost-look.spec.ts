/** Given a look that is lost on its way, then: it is made up for, by whoever is left that knows of it. */
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createHarness, type Hardship } from "../src/testing/index.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

const HOUR = 3_600;

function given(hardship: Hardship = {}) {
  const scenario = {
    name: "given",
    operation: "set_position",
    config: { position: 50 },
    resources: { valves: ["a"] },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: VirtualClock) => createFakeValves({ a: { position: 0 } }, clock),
  };
  return createHarness({ adapter: valveAdapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} }, scenario, hardship);
}

/** Longer than the queue keeps a message from being delivered again: a redelivery comes before the look that was to be. */
async function withLateLook(hardship: Hardship) {
  const run = given(hardship);
  await run.ledger.writePaces("set_position#execute", { only: HOUR });
  const operationId = run.request({ task: { heartbeatSeconds: 2 * HOUR } });
  await run.run();
  return { run, operationId };
}

test("a worker that dies between writing down its first look and sending for it", async () => {
  const { run, operationId } = await withLateLook({ crashBefore: { call: "send", nth: 1 } });
  expect(run.outcomeOf(operationId)).toBe("TechnologyCompleted");
  expect(run.world.effects()).toEqual(["set a 50"]);
});

test("a worker that dies between writing down a later look and sending for it", async () => {
  const run = given({ crashBefore: { call: "send", nth: 2 } });
  const operationId = run.request({ task: { heartbeatSeconds: 2 * HOUR } });
  await run.run(4);
  // From here on the operation is slow: the look at 5 s writes down one in 47 minutes, and dies.
  await run.ledger.writePaces("set_position#execute", { only: HOUR });
  await run.run();
  expect(run.outcomeOf(operationId)).toBe("TechnologyCompleted");
});

test("looks that are not written down and are lost are found by the one who asks after the heartbeat", async () => {
  const run = given();
  const operationId = run.request();
  await run.run(11);
  const writes = run.ledgerCalls()["save"];
  // The look at 10 s saw nothing new and wrote nothing; the one it sent for is lost.
  expect(writes).toBe(2);
  expect(run.setAside()).toHaveLength(1);
  run.clock.advance(50_000);
  run.request({ type: "TechnologyRetryRequested" });
  await run.run();
  expect(run.outcomeOf(operationId)).toBe("TechnologyCompleted");
});

test("a queue that delivers each look twice does not make ever more of them", async () => {
  const run = given({ deliveries: 2 });
  run.request();
  // Six looks; two between two writes, each doubled, are 1, 2 and 4 messages at most.
  expect(await run.run()).toBeLessThanOrEqual(1 + 2 * (1 + 2 + 4) + 4);
});
