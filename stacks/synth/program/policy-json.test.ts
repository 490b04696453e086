/** Policy documents as IAM's JSON. */
import { expect, test } from "vitest";
import { toPolicyJson } from "./policy-json.ts";

test("conditions on one operator are joined, principals are named by kind", () => {
  const json = toPolicyJson({
    statements: [
      {
        actions: ["a:b"],
        resources: ["arn"],
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
        conditions: [
          { test: "Null", variable: "x", values: ["false"] },
          { test: "Null", variable: "y", values: ["true"] },
          { test: "StringEquals", variable: "x", values: ["1", "2"] },
        ],
      },
    ],
  });
  expect(JSON.parse(json)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["a:b"],
        Resource: ["arn"],
        Principal: { Service: ["lambda.amazonaws.com"] },
        Condition: { Null: { x: ["false"], y: ["true"] }, StringEquals: { x: ["1", "2"] } },
      },
    ],
  });
});
