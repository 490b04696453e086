/** Which alarms a service gets. */
import { expect, test } from "vitest";
import { aFunction, aService } from "../../test/functions.ts";
import { planAlarms } from "./alarm-plan.ts";

const facts = (service = aService()) =>
  planAlarms(service).map(({ name, metricName, comparisonOperator, threshold, periodSeconds, evaluationPeriods }) => [
    name,
    metricName,
    `${comparisonOperator} ${threshold}`,
    `${evaluationPeriods} x ${periodSeconds} s`,
  ]);

test("a dead-letter queue must be empty, and a message must not be in its third attempt", () => {
  expect(facts()).toEqual([
    ["jobs-dlq-not-empty", "ApproximateNumberOfMessagesVisible", "GreaterThanThreshold 0", "1 x 60 s"],
    ["jobs-too-old", "ApproximateAgeOfOldestMessage", "GreaterThanThreshold 240", "3 x 60 s"],
  ]);
});

test("a function that sends delayed messages to itself has the longest delay in addition", () => {
  const functions = aService().functions.map((declared) => ({
    ...declared,
    iam: [{ queue: "jobs", actions: ["sqs:SendMessage"] }],
  }));
  expect(facts(aService({ functions }))[1]).toEqual([
    "jobs-too-old",
    "ApproximateAgeOfOldestMessage",
    "GreaterThanThreshold 1140",
    "3 x 60 s",
  ]);
});

test("a stream must not be read a minute late, and a schedule must fire in three of its intervals", () => {
  const functions = [
    aFunction({ name: "reader", trigger: { kind: "stream", table: "orders", batchSize: 10 } }),
    aFunction({ name: "hourly", trigger: { kind: "schedule", everySeconds: 3600, localEverySeconds: 60 } }),
  ];
  expect(facts(aService({ queues: [], functions })).slice(2)).toEqual([
    ["reader-behind", "IteratorAge", "GreaterThanThreshold 60000", "5 x 60 s"],
    ["hourly-silent", "Invocations", "LessThanThreshold 1", "3 x 3600 s"],
  ]);
});

test("no figures mean silence for a schedule, and peace for everything else", () => {
  const functions = [aFunction({ name: "hourly", trigger: { kind: "schedule", everySeconds: 3600, localEverySeconds: 60 } })];
  expect(planAlarms(aService({ queues: [], functions })).map(({ name, missingData }) => [name, missingData])).toEqual([
    ["hourly-failures-not-empty", "notBreaching"],
    ["hourly-silent", "breaching"],
  ]);
});
