/** Who may send to a queue. */
import { expect, test } from "vitest";
import { queuePolicy } from "./queue-policy.ts";

test("EventBridge may send, for the named rules alone", () => {
  expect(JSON.parse(queuePolicy("arn:queue", ["arn:rule-1", "arn:rule-2"]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "arn:queue",
        Condition: { ArnEquals: { "aws:SourceArn": ["arn:rule-1", "arn:rule-2"] } },
      },
    ],
  });
});
