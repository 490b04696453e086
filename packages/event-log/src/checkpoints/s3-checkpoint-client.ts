/** Checkpoints in a bucket with Object Lock: nobody changes or removes one before its retention ends, whatever rights on tables he has. */
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
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
