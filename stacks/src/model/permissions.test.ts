/** Policy statements from IAM intent: exact actions, exact resources. */
import { expect, test } from "vitest";
import { account, aFunction } from "../../test/functions.ts";
import { permissionsOf } from "./permissions.ts";

const own = [
  {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/sample:*"],
  },
  { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
];

test("a function without intent may write its own logs and traces, and nothing else", () => {
  expect(permissionsOf(aFunction(), account, "bus")).toEqual(own);
});

test("a right on a table does not reach its indexes, and a right on indexes does not reach the table", () => {
  const declared = aFunction({
    iam: [
      { table: "orders", actions: ["dynamodb:GetItem"] },
      { table: "orders", indexes: true, actions: ["dynamodb:Query"] },
    ],
  });
  expect(permissionsOf(declared, account, "bus").slice(0, 2)).toEqual([
    { actions: ["dynamodb:GetItem"], resources: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"] },
    { actions: ["dynamodb:Query"], resources: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*"] },
  ]);
});

test("events can be put under the function's own source only, and not without one", () => {
  const declared = aFunction({ iam: [{ bus: true, source: "dr.adapter.tape", actions: ["events:PutEvents"] }] });
  expect(permissionsOf(declared, account, "dr-orchestration")[0]).toEqual({
    actions: ["events:PutEvents"],
    resources: ["arn:aws:events:eu-west-1:111122223333:event-bus/dr-orchestration"],
    conditions: [
      { test: "ForAllValues:StringEquals", variable: "events:source", values: ["dr.adapter.tape"] },
      { test: "Null", variable: "events:source", values: ["false"] },
    ],
  });
});

test("ARN patterns are filled in, and their conditions kept", () => {
  const conditions = [{ test: "Bool", variable: "aws:ViaAWSService", values: ["true"] }];
  const declared = aFunction({
    iam: [{ actions: ["ec2:StopInstances"], arns: ["arn:${partition}:ec2:${region}:${account}:instance/*"], conditions }],
  });
  expect(permissionsOf(declared, account, "bus")[0]).toEqual({
    actions: ["ec2:StopInstances"],
    resources: ["arn:aws:ec2:eu-west-1:111122223333:instance/*"],
    conditions,
  });
});

test("an ARN pattern with another placeholder is refused", () => {
  const declared = aFunction({ iam: [{ actions: ["rds:RebootDBInstance"], arns: ["arn:aws:rds:${Region}:1:db:x"] }] });
  expect(() => permissionsOf(declared, account, "bus")).toThrow("a manifest may use ${partition}, ${region} and ${account} only");
});

test("a function on a queue may take its messages and put poison into the dead-letter queue; rights on one resource are joined", () => {
  const declared = aFunction({
    trigger: { kind: "queue", queue: "jobs", subscriptions: [], batchSize: 1, maxConcurrency: 2 },
    iam: [{ queue: "jobs", actions: ["sqs:SendMessage", "sqs:ReceiveMessage"] }],
  });
  expect(permissionsOf(declared, account, "bus").slice(0, 2)).toEqual([
    {
      actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      resources: ["arn:aws:sqs:eu-west-1:111122223333:jobs"],
    },
    { actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:eu-west-1:111122223333:jobs-dlq"] },
  ]);
});

test("a stream consumer may read that stream and put aside what it gives up", () => {
  const declared = aFunction({ trigger: { kind: "stream", table: "orders", batchSize: 10 } });
  expect(permissionsOf(declared, account, "bus").slice(0, 3)).toEqual([
    {
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      resources: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/*"],
    },
    { actions: ["dynamodb:ListStreams", "xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
    { actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:eu-west-1:111122223333:sample-failures"] },
  ]);
});
