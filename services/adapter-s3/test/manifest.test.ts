/** The manifest: its registry entry fits, its operations are those of the adapter, and gates are checked when a plan is saved. */
import { toRegistryEntry, toRegistryParameters } from "@dr/adapter-kit";
import { expect, test } from "vitest";
import * as z from "zod";
import { manifest } from "../manifest.ts";
import { s3Adapter } from "../src/adapter.ts";

test("the registry has a parameter for each of the adapter's operations, and each fits", () => {
  const entry = toRegistryEntry(manifest);
  expect([entry.technology, entry.version]).toEqual([s3Adapter.technology, s3Adapter.version]);
  expect(toRegistryParameters(manifest).map(({ name }) => name.split("/").at(-1))).toEqual(Object.keys(s3Adapter.operations));
});

test("a limit that is no length of time, and a bucket that is none, are not saved", () => {
  const { configSchema, resourcesSchema } = toRegistryEntry(manifest).operations.find(({ name }) => name === "failover")!;
  const limits = ["soon", "5m", 300].map(
    (replicationLagThreshold) => z.fromJSONSchema(configSchema).safeParse({ replicationLagThreshold }).success,
  );
  expect(limits).toEqual([false, true, true]);
  const buckets = ["assets", "arn:aws:s3:::assets", "Not A Bucket"].map(
    (bucket) => z.fromJSONSchema(resourcesSchema).safeParse({ sourceBuckets: [bucket], destinationRegion: "us-west-2" }).success,
  );
  expect(buckets).toEqual([true, true, false]);
});
