/** Reading policies: which pattern covers what. */
import { describe, expect, test } from "vitest";
import { covers, namesAKind, statementsOf } from "./policy.ts";
import { ROLE } from "./types.ts";

describe("IAM's wildcards", () => {
  test.each([
    ["*", "dynamodb:PutItem", true],
    ["dynamodb:*", "dynamodb:PutItem", true],
    ["dynamodb:Put????", "dynamodb:PutItem", true],
    ["dynamodb:PutItem", "dynamodb:PutItemX", false],
    ["dynamodb.PutItem", "dynamodb:PutItem", false],
    ["arn:aws:dynamodb:*:1:table/dr-*", "arn:aws:dynamodb:eu-west-1:1:table/dr-event-log", true],
    ["arn:aws:dynamodb:*:1:table/dr-ledger-*", "arn:aws:dynamodb:eu-west-1:1:table/dr-event-log", false],
  ])("%s over %s: %s", (pattern, text, expected) => {
    expect(covers(pattern, text)).toBe(expected);
  });
});

describe("an ARN that names a kind of resource", () => {
  test.each([
    ["arn:aws:rds:*:1:cluster:*", true],
    ["arn:aws:ec2:*::image/*", true],
    ["arn:aws:route53:::hostedzone/*", true],
    ["arn:aws:sqs:eu-west-1:1:planner-log", true],
    ["arn:aws:sqs:eu-west-1:1:*", false],
    ["arn:aws:*:eu-west-1:1:thing", false],
    ["arn:*", false],
    ["*", false],
  ])("%s: %s", (arn, expected) => {
    expect(namesAKind(arn)).toBe(expected);
  });
});

test("single actions and resources are read like lists", () => {
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:q" }] });
  expect(statementsOf({ resources: [{ type: ROLE, name: "r", inputs: { name: "role", inlinePolicies: [{ policy }] } }] })).toEqual([
    { role: "role", effect: "Allow", actions: ["sqs:SendMessage"], notActions: [], resources: ["arn:q"], conditions: {} },
  ]);
});

test("what a statement excepts is read, too", () => {
  const policy = JSON.stringify({ Statement: [{ Effect: "Deny", NotAction: ["sts:AssumeRole"], Resource: "*" }] });
  expect(statementsOf({ resources: [{ type: ROLE, name: "r", inputs: { name: "role", inlinePolicies: [{ policy }] } }] })).toEqual([
    { role: "role", effect: "Deny", actions: [], notActions: ["sts:AssumeRole"], resources: ["*"], conditions: {} },
  ]);
});
