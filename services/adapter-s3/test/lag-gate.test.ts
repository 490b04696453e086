/** The lag gate over 200 series: every verdict right; and lists that are longer than a page, on which it rests. */
import { connectedThrough } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import type { S3Context } from "../src/direction.ts";
import type { PairFacts } from "../src/failover/facts.ts";
import { fitLag } from "../src/failover/fit.ts";
import { createS3Clients } from "../src/s3-client.ts";
import { pairSeed } from "./estate-world.ts";

test("200 series: pass, wait or refuse, unknown", () => {
  const wrong: string[] = [];
  for (let index = 0; index < 200; index += 1) {
    const limit = 10 + (index % 50);
    const latencySeconds = index % 5 === 0 ? null : (index * 37) % 100;
    const mode = index % 2 === 0 ? "planned" : "unplanned";
    const isMeasured = index % 3 !== 0;
    const facts = { bucket: "assets", metrics: { latencySeconds, sampledAt: null }, rule: { id: "r", isMeasured } } as unknown as PairFacts;
    const context = { config: { replicationLagThreshold: limit }, mode, executionType: "recovery" } as unknown as S3Context;
    const told = fitLag(facts, context).map(({ code, severity, passing }) => `${code} ${severity}${passing ? " passing" : ""}`);
    const unknown = mode === "unplanned" ? "s3.lag_unknown warn" : isMeasured ? "s3.lag_unknown block passing" : "s3.no_metrics block";
    const exceeded = mode === "planned" ? "s3.lag_exceeded block passing" : "s3.lag_exceeded block";
    const expected = latencySeconds === null ? [unknown] : latencySeconds <= limit ? [] : [exceeded];
    if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push(`${index}: ${told.join()} instead of ${expected.join()}`);
  }
  expect(wrong).toEqual([]);
});

const portsOf = (estate: ReturnType<typeof createTestEstate>) => {
  const { requestHandler, credentials } = estate.sdkConfig("us-west-2");
  const env = connectedThrough(
    { AWS_REGION: "us-west-2", DR_AWS_ENDPOINT: "http://estate.invalid" },
    { requestHandler, credentials, readAttempts: 1 },
  );
  return createS3Clients(env);
};

test("a rule is found among more series than CloudWatch puts on a page", async () => {
  const made = createTestEstate();
  const metrics = Array.from({ length: 501 }, (_, index) => ({
    region: "us-west-2",
    namespace: "AWS/S3",
    name: "ReplicationLatency",
    dimensions: { SourceBucket: "many", DestinationBucket: `copy-${index}`, RuleId: "r" },
    value: 1,
  }));
  made.estate.seed({ monitoring: { metrics } });
  const found = await portsOf(made).metrics("us-west-2").rulesOf("many");
  expect([found.length, found.some(({ destinationBucket }) => destinationBucket === "copy-500")]).toEqual([501, true]);
});

test("a batch job is found behind 1,000 newer ones", async () => {
  const made = createTestEstate();
  made.estate.seed(pairSeed());
  const port = portsOf(made).jobs("us-west-2");
  const job = {
    account: "123456789012",
    bucket: "assets-west",
    role: "arn:aws:iam::123456789012:role/dr-s3-batch-operations",
    title: "dr-failback sync",
    createdAfter: null,
    report: null,
  };
  const first = await port.createJob({ ...job, mark: "first" });
  made.clock.pass(1);
  for (let index = 0; index < 1_000; index += 1) await port.createJob({ ...job, mark: `later-${index}` });
  expect([(await port.find(job.account, "first"))?.id, await port.find(job.account, "never")]).toEqual([first, null]);
}, 60_000);
