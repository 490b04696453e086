/** Scripts in S3 behind a narrow port. */
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { atHome, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** S3 in one Region; reads only. */
export interface ScriptPort {
  /** The text of a version of an object; undefined if there is no such bucket, key or version. */
  readonly get: (bucket: string, key: string, versionId: string) => Promise<string | undefined>;
}

/** How S3 tells that something is not there. */
const MISSING = new Set(["NoSuchBucket", "NoSuchKey", "NoSuchVersion", "NotFound"]);

/** The port on a client, in the account of the adapter itself, as for parameters. */
export function createScriptPort(env: FunctionEnv, region: string | undefined): ScriptPort {
  // Another endpoint than AWS's has one host name: the bucket stands in the path there.
  const { read } = createClientPair(
    atHome(env),
    (config) => new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
    region,
  );
  return {
    get: async (Bucket, Key, VersionId) => {
      try {
        const { Body } = await read.send(new GetObjectCommand({ Bucket, Key, VersionId }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof Error && MISSING.has(error.name)) return undefined;
        throw error;
      }
    },
  };
}
