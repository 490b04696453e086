// Versioning, replication rules and policies of buckets.
import type { GetBucketPolicyOutput, GetBucketReplicationOutput, GetBucketVersioningOutput } from "@aws-sdk/client-s3";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { CONFIGURATION } from "./durations.ts";
import { bucketIn, bucketKind, type BucketRecord } from "./records.ts";

const ofBucket = { Bucket: z.string().min(3) };
const named = ({ Bucket }: { readonly Bucket: string }) => [Bucket];

const change = (call: WriteCall, name: string, to: (bucket: BucketRecord) => BucketRecord): object => {
  call.world.put(bucketKind, GLOBAL_REGION, name, to(bucketIn(call.world, call.region, name)));
  return {};
};

const replicating =
  ({ nowMs, chance }: WriteCall, replication: BucketRecord["replication"]) =>
  (bucket: BucketRecord): BucketRecord => {
    const untilMs = nowMs + chance.durationMs(CONFIGURATION, "configuration");
    return { ...bucket, replication, former: { replication: bucket.replication, untilMs } };
  };

export const getBucketVersioning = readOperation({
  input: z.object(ofBucket),
  resources: named,
  run: ({ Bucket }, { world, region }): GetBucketVersioningOutput => {
    const { versioning } = bucketIn(world, region, Bucket);
    return versioning === null ? {} : { Status: versioning };
  },
});

export const putBucketVersioning = writeOperation({
  input: z.object({ ...ofBucket, VersioningConfiguration: z.object({ Status: z.enum(["Enabled", "Suspended"]) }) }),
  resources: named,
  run: ({ Bucket, VersioningConfiguration: { Status } }, call) => {
    if (Status === "Suspended" && bucketIn(call.world, call.region, Bucket).replication !== null) {
      const message = "A replication configuration is present on this bucket, so you cannot change the versioning state.";
      throw awsError("InvalidBucketState", message, 409);
    }
    return change(call, Bucket, (bucket) => ({ ...bucket, versioning: Status }));
  },
});

export const getBucketReplication = readOperation({
  input: z.object(ofBucket),
  resources: named,
  run: ({ Bucket }, { world, region, nowMs }): GetBucketReplicationOutput => {
    const { former, ...bucket } = bucketIn(world, region, Bucket);
    const { replication } = former !== undefined && nowMs < former.untilMs ? former : bucket;
    if (replication === null) throw awsError("ReplicationConfigurationNotFoundError", "The replication configuration was not found", 404);
    return { ReplicationConfiguration: replication as unknown as NonNullable<GetBucketReplicationOutput["ReplicationConfiguration"]> };
  },
});

const rule = z.looseObject({
  ID: z.string().max(255).optional(),
  Priority: z.int().optional(),
  Status: z.enum(["Enabled", "Disabled"]),
  Destination: z.looseObject({ Bucket: z.string().startsWith("arn:aws:s3:::") }),
});

export const putBucketReplication = writeOperation({
  input: z.object({
    ...ofBucket,
    ReplicationConfiguration: z.object({ Role: z.string().startsWith("arn:"), Rules: z.array(rule).min(1).max(1_000) }),
  }),
  resources: named,
  run: ({ Bucket, ReplicationConfiguration }, call) => {
    const { world, region } = call;
    const versioned = bucketIn(world, region, Bucket).versioning === "Enabled";
    if (!versioned)
      throw awsError("InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration", 400);
    for (const { Destination } of ReplicationConfiguration.Rules) {
      const other = world.get(bucketKind, GLOBAL_REGION, Destination.Bucket.replace("arn:aws:s3:::", ""));
      if (other === undefined) throw awsError("InvalidRequest", "Destination bucket must exist.", 400);
      if (other.versioning !== "Enabled") throw awsError("InvalidRequest", "Destination bucket must have versioning enabled.", 400);
    }
    return change(call, Bucket, replicating(call, ReplicationConfiguration));
  },
});

export const deleteBucketReplication = writeOperation({
  input: z.object(ofBucket),
  resources: named,
  run: ({ Bucket }, call) => change(call, Bucket, replicating(call, null)),
});

export const getBucketPolicy = readOperation({
  input: z.object(ofBucket),
  resources: named,
  run: ({ Bucket }, { world, region }): GetBucketPolicyOutput => {
    const { policy } = bucketIn(world, region, Bucket);
    if (policy === null) throw awsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
    return { Policy: policy };
  },
});

export const putBucketPolicy = writeOperation({
  input: z.object({ ...ofBucket, Policy: z.string().min(2) }),
  resources: named,
  run: ({ Bucket, Policy }, call) => {
    try {
      JSON.parse(Policy);
    } catch {
      throw awsError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'", 400);
    }
    return change(call, Bucket, (bucket) => ({ ...bucket, policy: Policy }));
  },
});

export const deleteBucketPolicy = writeOperation({
  input: z.object(ofBucket),
  resources: named,
  run: ({ Bucket }, call) => change(call, Bucket, (bucket) => ({ ...bucket, policy: null })),
});
