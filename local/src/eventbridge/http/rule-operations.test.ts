// Other teams' rules and targets, as the AWS SDK puts them.
import { beforeEach, expect, it } from "vitest";
import { createOutsideRules, type OutsideRules } from "../bus/outside-rules.ts";
import type { BusRule } from "../bus/rule.ts";
import { createRuleOperations } from "./rule-operations.ts";

const own: BusRule = { name: "planner-facts", busName: "dr", pattern: { source: [{ prefix: "dr.adapter." }] }, targets: [] };
const queue = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
let rules: OutsideRules;
let saved: readonly BusRule[];
let active: readonly BusRule[];

beforeEach(() => {
  saved = [];
  active = [];
  rules = createOutsideRules({
    own: [own],
    kept: [],
    busNames: ["dr"],
    save: (all) => (saved = all),
    onChange: (all) => (active = all),
  });
});

function call(operation: string, body: unknown): unknown {
  const location = { region: "us-east-1", account: "000000000000" };
  return createRuleOperations({ rules, location, queueUrl: (name) => `http://sqs/${name}` }).get(operation)?.(body);
}
const put = (extra: object = {}) =>
  call("PutRule", { Name: "audit", EventBusName: "dr", EventPattern: '{"source":["dr.orchestration"]}', ...extra });
const target = { Id: "q", Arn: queue("audit"), DeadLetterConfig: { Arn: queue("audit-dlq") }, RetryPolicy: { MaximumRetryAttempts: 3 } };

it("puts a rule with a target, shows both, and takes them away", () => {
  expect(put()).toEqual({ RuleArn: "arn:aws:events:us-east-1:000000000000:rule/dr/audit" });
  expect(call("PutTargets", { Rule: "audit", EventBusName: "dr", Targets: [target] })).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
  expect(active.map(({ name }) => name)).toEqual(["planner-facts", "audit"]);
  expect(saved).toEqual([expect.objectContaining({ name: "audit", targets: [expect.objectContaining({ queueUrl: "http://sqs/audit" })] })]);
  expect(call("ListTargetsByRule", { Rule: "audit", EventBusName: "dr" })).toEqual({
    Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 86_400 } }],
  });
  expect(call("ListRules", { EventBusName: "dr", NamePrefix: "a" })).toEqual({
    Rules: [call("DescribeRule", { Name: "audit", EventBusName: "dr" })],
  });
  expect(() => call("DeleteRule", { Name: "audit", EventBusName: "dr" })).toThrow("since it has targets");
  call("RemoveTargets", { Rule: "audit", EventBusName: "dr", Ids: ["q"] });
  expect(call("DeleteRule", { Name: "audit", EventBusName: "dr" })).toEqual({});
  expect(active.map(({ name }) => name)).toEqual(["planner-facts"]);
});

it("keeps a rule's targets when its pattern is put again, and switches it off and on", () => {
  put();
  call("PutTargets", { Rule: "audit", EventBusName: "dr", Targets: [target] });
  put({ State: "DISABLED", EventPattern: '{"source":["x"]}' });
  expect(call("DescribeRule", { Name: "audit", EventBusName: "dr" })).toMatchObject({
    State: "DISABLED",
    EventPattern: '{"source":["x"]}',
  });
  expect(saved[0]?.targets).toHaveLength(1);
});

it("answers target by target: one that cannot be here does not hold up the other", () => {
  put();
  const lambda = { Id: "f", Arn: "arn:aws:lambda:us-east-1:000000000000:function:f" };
  expect(call("PutTargets", { Rule: "audit", EventBusName: "dr", Targets: [lambda, target] })).toEqual({
    FailedEntryCount: 1,
    FailedEntries: [
      { TargetId: "f", ErrorCode: "ValidationException", ErrorMessage: expect.stringContaining("queues of the local SQS can") },
    ],
  });
  expect(saved[0]?.targets.map(({ id }) => id)).toEqual(["q"]);
});

it.each([
  ["a rule of the deployment", "PutRule", { Name: "planner-facts", EventBusName: "dr", EventPattern: "{}" }, "eventbridge.managed_rule"],
  [
    "a target on a rule of the deployment",
    "PutTargets",
    { Rule: "planner-facts", EventBusName: "dr", Targets: [target] },
    "eventbridge.managed_rule",
  ],
  ["an unknown rule", "DescribeRule", { Name: "none", EventBusName: "dr" }, "eventbridge.not_found"],
  ["an unknown bus", "DescribeEventBus", { Name: "none" }, "eventbridge.not_found"],
  ["a pattern that is none", "PutRule", { Name: "x", EventBusName: "dr", EventPattern: '{"source":"x"}' }, "eventbridge.invalid_pattern"],
  ["a schedule", "PutRule", { Name: "x", EventBusName: "dr", ScheduleExpression: "rate(1 minute)" }, "eventbridge.validation"],
  ["a permission", "PutPermission", { EventBusName: "dr", Principal: "*" }, "eventbridge.validation"],
])("refuses %s", (_, operation, body, code) => {
  expect(() => call(operation, body)).toThrow(expect.objectContaining({ code }));
});
