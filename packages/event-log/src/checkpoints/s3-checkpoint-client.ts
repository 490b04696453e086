/** Checkpoints in a bucket with Object Lock: nobody changes or removes one before its retention ends, whatever rights on tables he has. */
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { createFileCheckpointStore } from "./file-checkpoint-store.ts";
import { checkpointFolder, checkpointPath, type CheckpointStore } from "./checkpoint-store.ts";
import { parseCheckpoint, type Checkpoint } from "./checkpoint.ts";

/**
 * A store in `bucket`, whose default retention locks every object. `If-None-Match: *` keeps the first of two writers (S3 user guide, "Conditional writes"), so a
 * repeat is harmless.
 */
export function createS3CheckpointStore({ bucket, client }: { readonly bucket: string; readonly client: S3ClientConfig }): CheckpointStore {
  const s3 = new S3Client(client);
  const get = async (path: string): Promise<Checkpoint | null> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: path }));
      return parseCheckpoint((await Body?.transformToString()) ?? "", path);
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };
  return {
    put: async (checkpoint) => {
      const Key = checkpointPath(checkpoint.streamId, checkpoint.version);
      const object = { Bucket: bucket, Key, Body: JSON.stringify(checkpoint), ContentType: "application/json", IfNoneMatch: "*" };
      try {
        await s3.send(new PutObjectCommand(object));
        return true;
      } catch (error) {
        // 412: there is one. 409 (another write of the same key at the same moment) is repeated by the client, and then meets the other's object.
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 412) return false;
        throw error;
      }
    },
    read: (streamId, version) => get(checkpointPath(streamId, version)),
    newest: async (streamId, limit) => {
      const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: checkpointFolder(streamId), MaxKeys: limit });
      const { Contents = [] } = await s3.send(list);
      const found = await Promise.all(Contents.map(({ Key }) => get(Key ?? "")));
      return found.filter((checkpoint) => checkpoint !== null);
    },
  };
}

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
  return createS3CheckpointStore({ bucket: env.DR_CHECKPOINT_BUCKET, client });
}
