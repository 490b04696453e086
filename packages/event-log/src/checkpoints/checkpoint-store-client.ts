/** The store of checkpoints that a function is set up with. */
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { CheckpointStore } from "./checkpoint-store.ts";
import { createFileCheckpointStore } from "./file-checkpoint-store.ts";

/** The variables that say where checkpoints are. */
export interface CheckpointEnv {
  readonly DR_CHECKPOINT_DIR?: string | undefined;
  readonly DR_CHECKPOINT_BUCKET?: string | undefined;
  readonly DR_DYNAMODB_ENDPOINT?: string | undefined;
  readonly DR_S3_ENDPOINT?: string | undefined;
}

/**
 * The store that a function is set up with: a folder of this machine, else a bucket; undefined without either, and nothing is anchored then. Also undefined where the platform's
 * other parts have endpoints of their own and S3 has none: a local run must not reach out to AWS.
 */
export function checkpointStoreOf(env: CheckpointEnv, client: S3ClientConfig): CheckpointStore | undefined {
  if (env.DR_CHECKPOINT_DIR !== undefined) return createFileCheckpointStore(env.DR_CHECKPOINT_DIR);
  const isLocal = env.DR_DYNAMODB_ENDPOINT !== undefined && env.DR_S3_ENDPOINT === undefined;
  if (env.DR_CHECKPOINT_BUCKET === undefined || isLocal) return undefined;
  return bucketStore({ bucket: env.DR_CHECKPOINT_BUCKET, client });
}

/** The client of S3 is the largest that the platform has: it is loaded by the first use, not by every cold start. */
function bucketStore(place: { readonly bucket: string; readonly client: S3ClientConfig }): CheckpointStore {
  let loading: Promise<CheckpointStore> | undefined;
  const store = () =>
    (loading ??= import("./s3-checkpoint-client.ts").then(({ createS3CheckpointStore }) => createS3CheckpointStore(place)));
  return {
    put: async (checkpoint) => (await store()).put(checkpoint),
    read: async (streamId, version) => (await store()).read(streamId, version),
    newest: async (streamId, limit) => (await store()).newest(streamId, limit),
  };
}
