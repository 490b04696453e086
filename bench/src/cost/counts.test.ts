/** Counting and pricing. */
import { expect, it } from "vitest";
import { createCounts } from "./counts.ts";
import { ASSUMED_LAMBDA_MS, priceOf, PRICES } from "./prices.ts";

it("counts by kind and function, and starts again once the counts are taken", () => {
  const counts = createCounts();
  counts.add("api-http", "dynamoWrites");
  counts.add("planner-log", "dynamoWrites", 2, "PutItem dr-event-log");
  counts.add("planner-log", "dynamoWrites", 1, "PutItem dr-event-log");
  counts.add("planner-log", "dynamoWriteUnits", 4.5);
  const taken = counts.take();
  counts.add("api-http", "dynamoWrites", 10);
  expect([taken.of("dynamoWrites"), taken.of("dynamoWrites", "planner-log"), taken.of("dynamoWriteUnits"), taken.of("putEvents")]).toEqual([
    4, 3, 4.5, 0,
  ]);
  expect(taken.lines("dynamoWrites")).toEqual([
    { functionName: "api-http", call: "", amount: 1 },
    { functionName: "planner-log", call: "PutItem dr-event-log", amount: 3 },
  ]);
  expect(taken.functions("dynamoWrites")).toEqual(["api-http", "planner-log"]);
  expect(counts.of("dynamoWrites")).toBe(10);
});

it("counts apart what is not the recovery's own, once more", async () => {
  const counts = createCounts();
  counts.add("planner-facts", "invocations");
  await counts.apart(async () => counts.add("planner-facts", "invocations", 2));
  const taken = counts.take();
  counts.add("planner-facts", "invocations");
  expect([taken.of("invocations"), taken.ofApart("invocations"), counts.ofApart("invocations")]).toEqual([3, 2, 0]);
});

it("prices a million of each kind as the lists do", () => {
  const million = { of: () => 1e6 };
  const bill = priceOf(million);
  const expected = { EventBridge: 1, SQS: 0.4, "API Gateway": 1, DynamoDB: 0.625 + 0.125 } as const;
  for (const service of Object.keys(expected) as (keyof typeof expected)[]) expect(bill.get(service)).toBeCloseTo(expected[service], 12);
  const sum = [...bill].filter(([service]) => service !== "total").reduce((total, [, usd]) => total + usd, 0);
  expect(bill.get("total")).toBeCloseTo(sum, 12);
});

it("bills a call of 512 MB for the time that it is taken to last", () => {
  const gbSeconds = (512 / 1024) * (ASSUMED_LAMBDA_MS / 1000);
  const oneCall = { of: (kind: string) => (kind === "invocations" ? 1 : kind === "lambdaMbInvocations" ? 512 : 0) };
  expect(priceOf(oneCall).get("Lambda")).toBeCloseTo(0.2e-6 + gbSeconds * 0.0000133334, 15);
});

it("has a price for one kind only once", () => {
  expect(new Set(PRICES.map(({ kind }) => kind)).size).toBe(PRICES.length);
});
