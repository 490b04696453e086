/** The part of S3 that replicated buckets need, in one Region, behind a narrow port. */
import {
  DeleteBucketPolicyCommand,
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  type ReplicationConfiguration,
  S3Client,
} from "@aws-sdk/client-s3";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** What a HEAD of an object says: `status` as S3 writes it (`PENDING`, `COMPLETED`, `COMPLETE`, `FAILED`, `REPLICA`), null where no rule applies. */
export interface ObjectFacts {
  readonly versionId: string | null;
  readonly status: string | null;
}

/** Rules of a bucket as S3 holds them: plain JSON, kept and sent back whole. */
export type Replication = ReplicationConfiguration;

/** Buckets of one Region. What is not there is null. */
export interface BucketPort {
  /** `Enabled`, `Suspended`, or null where it was never on. Throws `NoSuchBucket`. */
  readonly versioning: (bucket: string) => Promise<string | null>;
  readonly replication: (bucket: string) => Promise<Replication | null>;
  readonly policy: (bucket: string) => Promise<string | null>;
  readonly head: (bucket: string, key: string) => Promise<ObjectFacts | null>;
  /** Writes a small object. */
  readonly putCanary: (bucket: string, key: string) => Promise<void>;
  /** Deletes a version for good. */
  readonly deleteVersion: (bucket: string, key: string, versionId: string | null) => Promise<void>;
  /** Null removes the configuration. */
  readonly putReplication: (bucket: string, configuration: Replication | null) => Promise<void>;
  /** Null removes the policy. */
  readonly putPolicy: (bucket: string, policy: string | null) => Promise<void>;
}

/** S3 behind its port. */
export function createBucketPort(env: FunctionEnv, region: string | undefined): BucketPort {
  // Another endpoint than AWS's has one host name: the bucket stands in the path there.
  const { read, mutate } = createClientPair(
    env,
    (config) => new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
    region,
  );
  return {
    versioning: async (Bucket) => (await read.send(new GetBucketVersioningCommand({ Bucket }))).Status ?? null,
    replication: (Bucket) =>
      orNull("ReplicationConfigurationNotFoundError", async () => {
        const { ReplicationConfiguration: found } = await read.send(new GetBucketReplicationCommand({ Bucket }));
        return found ?? null;
      }),
    policy: (Bucket) => orNull("NoSuchBucketPolicy", async () => (await read.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? null),
    head: (Bucket, Key) =>
      orNull("NotFound", async () => {
        const { VersionId, ReplicationStatus } = await read.send(new HeadObjectCommand({ Bucket, Key }));
        return { versionId: VersionId ?? null, status: ReplicationStatus ?? null };
      }),
    putCanary: async (Bucket, Key) => {
      await mutate.send(new PutObjectCommand({ Bucket, Key, Body: "canary of DR Orchestrator: how long does replication take" }));
    },
    deleteVersion: async (Bucket, Key, versionId) => {
      await mutate.send(new DeleteObjectCommand({ Bucket, Key, ...(versionId === null ? {} : { VersionId: versionId }) }));
    },
    putReplication: async (Bucket, configuration) => {
      if (configuration === null) await mutate.send(new DeleteBucketReplicationCommand({ Bucket }));
      else await mutate.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: configuration }));
    },
    putPolicy: async (Bucket, policy) => {
      if (policy === null) await mutate.send(new DeleteBucketPolicyCommand({ Bucket }));
      else await mutate.send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
    },
  };
}

/** A HEAD has no body: what is missing there is told by the status alone. */
async function orNull<Answer>(name: string, read: () => Promise<Answer | null>): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    const { $metadata, Code } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number }; readonly Code?: string };
    const isMissing = error instanceof Error && (error.name === name || Code === name);
    if (isMissing || (name === "NotFound" && $metadata?.httpStatusCode === 404)) return null;
    throw error;
  }
}
