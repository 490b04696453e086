/** The manifest: its registry entry fits, its operations are those of the adapter, and gates are checked when a plan is saved. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { s3Adapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([s3Adapter.technology, s3Adapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(s3Adapter.operations));
});

test("an access point of one Region, and a time that is none, are refused when a plan is saved", () => {
  const { operations } = toRegistryEntry(manifest);
  const { resourcesSchema } = operations.find(({ name }) => name === "failover")!;
  const { configSchema } = operations.find(({ name }) => name === "failback")!;
  const points = ["arn:aws:s3::123456789012:accesspoint/m.mrap", "arn:aws:s3:us-east-1:123456789012:accesspoint/m"].map(
    (arn) =>
      readSchema(resourcesSchema).safeParse({ sourceBuckets: ["assets"], destinationRegion: "us-west-2", multiRegionAccessPoints: [arn] })
        .success,
  );
  const times = ["2026-11-29T10:00:00+01:00", "yesterday"].map((createdAfter) => readSchema(configSchema).safeParse({ createdAfter }));
  expect([points, times.map(({ success }) => success)]).toEqual([
    [true, false],
    [true, false],
  ]);
  // In one sentence, and no pattern of three lines beside it.
  expect(times[1]?.error?.issues).toHaveLength(1);
});

test("a limit that is no length of time, and a bucket that is none, are not saved", () => {
  const { configSchema, resourcesSchema } = toRegistryEntry(manifest).operations.find(({ name }) => name === "failover")!;
  const limits = ["soon", "5m", 300].map(
    (replicationLagThreshold) => readSchema(configSchema).safeParse({ replicationLagThreshold }).success,
  );
  expect(limits).toEqual([false, true, true]);
  const buckets = ["assets", "arn:aws:s3:::assets", "Not A Bucket"].map(
    (bucket) => readSchema(resourcesSchema).safeParse({ sourceBuckets: [bucket], destinationRegion: "us-west-2" }).success,
  );
  expect(buckets).toEqual([true, true, false]);
});
