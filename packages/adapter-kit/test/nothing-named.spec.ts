/** Given an input that its schemas take and that names nothing, or one field against another, when it is asked about or run, then: refused, never a success. */
import { DrError } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import * as z from "zod";
import { answerInput, answerReadiness } from "../src/readiness-answer.ts";
import { createHarness } from "../src/testing/index.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

type Clients = ReturnType<typeof valveAdapter.createClients>;

/** The valves' adapter, but for what of the resources is to be acted on. */
const adapterOf = (listTargets: () => readonly string[]): typeof valveAdapter => {
  const setPosition = valveAdapter.operations["set_position"]!;
  const open = { ...setPosition, resources: z.looseObject({}), listTargets };
  return { ...valveAdapter, operations: { ...valveAdapter.operations, set_position: open } };
};
const wrong = (): never => {
  throw new DrError("valve.which", "expected main, because the side is given");
};
const question = { operation: "set_position", resources: {}, config: { position: 50 }, executionType: "recovery", mode: "planned" };
const NOTHING = "the task names nothing to act on: expected at least one resource";

test.each<[string, () => readonly string[], string, string]>([
  ["nothing", () => [], "task.names_nothing", NOTHING],
  ["what does not go together", wrong, "valve.which", "expected main, because the side is given"],
])("that names %s", async (_what, listTargets, code, message) => {
  const adapter = adapterOf(listTargets);
  expect(answerInput(adapter, question)).toMatchObject({ ok: false, failure: { code: "query.invalid_input", message } });
  const clientsAt = () => ({}) as Clients;
  expect(await answerReadiness(adapter, { clientsAt, now: "2026-11-23T04:00:00.000Z" }, question)).toMatchObject({
    ok: false,
    failure: { code, message },
  });
  const scenario = {
    name: "given",
    operation: "set_position",
    config: { position: 50 },
    resources: {},
    effects: [],
    takesAtLeastSeconds: 0,
    createWorld: (clock: VirtualClock) => createFakeValves({ a: { position: 0 } }, clock),
  };
  const run = createHarness({ adapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} }, scenario);
  run.request({ deadlineSeconds: 600 });
  await run.run();
  expect(run.facts().at(-1)).toMatchObject({ type: "TechnologyFailed", data: { failure: { code, message, retryable: false } } });
});
