/** Given ARNs of another account than a task acts in, when it is asked about or run, then: refused with the place, and nothing of the same name is touched. */
import { resourceName } from "@dr/events";
import { expect, test } from "vitest";
import * as z from "zod";
import { defineAdapter } from "../src/index.ts";
import { createHarness } from "../src/testing/index.ts";
import { accountRefusal, homeAccountOf } from "../src/own-account.ts";
import { answerReadiness } from "../src/readiness-answer.ts";
import { createFakeValves, valveAdapter } from "./valve.ts";

const HOME = "111122223333";
const elsewhere = "arn:aws:rds:us-east-1:444455556666:cluster:orders";
const here = `arn:aws:rds:us-east-1:${HOME}:cluster:orders`;
const operation = {
  resources: z.strictObject({ clusters: z.array(resourceName("rds-cluster")), documents: z.array(z.string()).optional() }),
  config: z.strictObject({}),
};
const task = (...clusters: readonly string[]) => ({ resources: { clusters }, config: {} });

test("an ARN of another account is refused with its place and both ways out", () => {
  expect(accountRefusal(operation, task("orders", elsewhere), HOME)).toEqual({
    code: "task.other_account",
    message: `resources.clusters[1]: \`${elsewhere}\` is in account 444455556666, and this task acts in ${HOME}: say target: { accountId: "444455556666" } if it is meant, else name what is in ${HOME}`,
    retryable: false,
    details: { places: [{ path: "resources.clusters[1]", written: elsewhere, account: "444455556666" }], expected: HOME },
  });
});

test.each([
  ["names and ARNs of the own account", task("orders", here), HOME],
  ["the account that the task says it acts in", { ...task(elsewhere), target: { accountId: "444455556666" } }, HOME],
  ["an installation that nobody knows the account of", task(elsewhere), undefined],
  ["what is no resource of the task", { resources: { clusters: [], documents: [elsewhere] }, config: {} }, HOME],
])("not %s", (_name, asked, home) => {
  expect(accountRefusal(operation, asked, home)).toBeUndefined();
});

test("an ARN of the own account is another's where the task acts in another", () => {
  const there = { ...task(here), target: { accountId: "444455556666" } };
  expect(accountRefusal(operation, there, HOME)).toMatchObject({ code: "task.other_account", details: { expected: "444455556666" } });
});

test("a simulated estate is every account's", () => {
  expect([homeAccountOf({ DR_ACCOUNT_ID: HOME }), homeAccountOf({ DR_ACCOUNT_ID: HOME, DR_ESTATE: "simulated" })]).toEqual([
    HOME,
    undefined,
  ]);
});

test("readiness says so as a check that blocks, and no client is made", async () => {
  const { set_position: valve } = valveAdapter.operations;
  const adapter = defineAdapter({ ...valveAdapter, operations: { set_position: { ...valve!, ...operation } } });
  const clientsAt = (): never => {
    throw new Error("looked at something");
  };
  const question = { operation: "set_position", ...task(elsewhere), executionType: "recovery", mode: "planned" };
  const answer = await answerReadiness(adapter, { clientsAt, now: "2026-11-23T04:00:00.000Z", homeAccount: HOME }, question);
  expect(answer).toMatchObject({ ok: true, value: { ready: false, checks: [{ code: "task.other_account", severity: "block" }] } });
});

test("a task that comes all the same ends so, and has no effect", async () => {
  const { set_position: valve } = valveAdapter.operations;
  const resources = z.strictObject({ valves: z.array(resourceName("rds-cluster")) });
  const adapter = defineAdapter({ ...valveAdapter, operations: { set_position: { ...valve!, resources } } });
  const scenario = {
    name: "given",
    operation: "set_position",
    resources: { valves: [elsewhere] },
    config: { position: 50 },
    createWorld: (clock: Parameters<typeof createFakeValves>[1]) => createFakeValves({ [elsewhere]: { position: 0 } }, clock),
    effects: [],
    takesAtLeastSeconds: 1,
  };
  const run = createHarness({ adapter, mutations: ["set"], scenarios: [scenario], invalidResources: {} }, scenario, { homeAccount: HOME });
  const operationId = run.request();
  await run.run();
  expect([run.outcomeOf(operationId), run.world.effects()]).toEqual(["TechnologyFailed task.other_account", []]);
});
