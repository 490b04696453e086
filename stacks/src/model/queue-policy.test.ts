/** Who may send to a queue. */
import { expect, test } from "vitest";
import { queuePolicy } from "./queue-policy.ts";

test("EventBridge may send for the named rules, and roles that are named", () => {
  expect(JSON.parse(queuePolicy("arn:queue", { rules: ["arn:rule-1", "arn:rule-2"], roles: ["arn:role"] }))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "arn:queue",
        Condition: { ArnEquals: { "aws:SourceArn": ["arn:rule-1", "arn:rule-2"] } },
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: "arn:queue",
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" }, ArnNotEquals: { "aws:PrincipalArn": ["arn:role"] } },
      },
    ],
  });
});

test("a queue that no role sends to is closed to all of them", () => {
  expect(JSON.parse(queuePolicy("arn:queue", { rules: [], roles: [] }))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: "arn:queue",
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
      },
    ],
  });
});
