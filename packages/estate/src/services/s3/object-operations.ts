// Objects: put, looked at and deleted by version; rules bring them over in their time.
import type { DeleteObjectOutput, GetObjectOutput, HeadObjectOutput, PutObjectOutput } from "@aws-sdk/client-s3";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { REPLICATION } from "./durations.ts";
import { bucketIn, bucketKind, type BucketRecord, destinationsOf, objectId, objectKind, type ObjectRecord } from "./records.ts";

const place = { Bucket: z.string().min(3), Key: z.string().min(1).max(1_024) };
const named = ({ Bucket, Key }: { readonly Bucket: string; readonly Key: string }) => [`${Bucket}/${Key}`, Bucket];

const statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Condition: z.looseObject({ ArnNotLike: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional() }).optional(),
});

/** Does the bucket's policy keep this caller from it? Only denials for everybody but some are understood. */
const isDenied = ({ policy }: BucketRecord, action: string, callerArn: string): boolean => {
  if (policy === null) return false;
  const { Statement } = z.looseObject({ Statement: z.array(statement) }).parse(JSON.parse(policy));
  return Statement.some(({ Effect, Action, Condition }) => {
    const excepted = Object.values(Condition?.ArnNotLike ?? {}).flat();
    const isExcepted = excepted.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "u").test(callerArn));
    return Effect === "Deny" && [Action].flat().some((one) => one === action || one === "s3:*") && !isExcepted;
  });
};

/** Larger contents are not kept. */
const MAX_TEXT_BYTES = 1_000_000;

const refuse = (): never => {
  throw awsError("AccessDenied", "Access Denied", 403);
};

export const putObject = writeOperation({
  input: z.object({ ...place, Body: z.unknown().optional() }),
  resources: named,
  redact: ({ Body: _content, ...rest }: { Body?: unknown }) => rest,
  run: ({ Bucket, Key, Body }, call): PutObjectOutput => {
    const { world, region, nowMs, chance, caller } = call;
    const bucket = bucketIn(world, region, Bucket);
    if (isDenied(bucket, "s3:PutObject", caller.arn)) refuse();
    const versionId = chance.hex(32, "version");
    const etag = `"${chance.hex(32, "etag")}"`;
    const record = {
      bucket: Bucket,
      key: Key,
      versionId,
      putMs: nowMs,
      bytes: Body instanceof Uint8Array ? Body.length : 0,
      etag,
      ...(Body instanceof Uint8Array && Body.length <= MAX_TEXT_BYTES ? { text: new TextDecoder().decode(Body) } : {}),
      seenMs: nowMs,
    };
    world.put(objectKind, GLOBAL_REGION, objectId(Bucket, Key), record);
    replicate(call, bucket, record);
    return { ETag: etag, ...(bucket.versioning === "Enabled" ? { VersionId: versionId } : {}) };
  },
});

/** What rules bring over: the replica has the same version, and is seen after its time. */
const replicate = ({ world, nowMs, chance, faulty, downSinceMs }: WriteCall, bucket: BucketRecord, record: ObjectRecord): void => {
  for (const name of destinationsOf(bucket)) {
    const destination = world.get(bucketKind, GLOBAL_REGION, name);
    if (destination === undefined) continue;
    const isStuck = bucket.lagSeconds === null || faulty("never-completes", [bucket.name]) || downSinceMs(destination.region) !== undefined;
    const lagMs = (bucket.lagSeconds ?? 0) * 1_000 + chance.durationMs(REPLICATION, "replication");
    const replica = { ...record, bucket: name, of: bucket.name, seenMs: isStuck ? NEVER_MS : nowMs + lagMs };
    world.put(objectKind, GLOBAL_REGION, objectId(name, record.key), replica);
  }
};

const find = (
  world: WorldView,
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  nowMs: number,
): ObjectRecord | undefined => {
  const found = world.get(objectKind, GLOBAL_REGION, objectId(Bucket, Key));
  return found === undefined || nowMs < found.seenMs ? undefined : found;
};

export const headObject = readOperation({
  input: z.object({ ...place, VersionId: z.string().optional() }),
  resources: named,
  run: ({ VersionId, ...at }, { world, region, nowMs }): HeadObjectOutput => {
    const bucket = bucketIn(world, region, at.Bucket);
    const found = find(world, at, nowMs);
    if (found === undefined || (VersionId !== undefined && found.versionId !== VersionId)) throw awsError("NotFound", "Not Found", 404);
    const [destination] = destinationsOf(bucket);
    const copy = destination === undefined ? undefined : world.get(objectKind, GLOBAL_REGION, objectId(destination, at.Key));
    const status = found.of === undefined ? copy && (nowMs < copy.seenMs ? "PENDING" : "COMPLETED") : "REPLICA";
    return {
      ETag: found.etag,
      VersionId: found.versionId,
      ContentLength: found.bytes,
      LastModified: new Date(found.putMs),
      ...(status === undefined ? {} : { ReplicationStatus: status }),
    };
  },
  withStatus: (output, status) => (output.ReplicationStatus === undefined ? output : { ...output, ReplicationStatus: status }),
});

/** The version that is named, or the newest; the estate keeps one of each key. */
export const getObject = readOperation({
  input: z.object({ ...place, VersionId: z.string().optional() }),
  resources: named,
  run: ({ VersionId, ...at }, { world, region, nowMs }): Omit<GetObjectOutput, "Body"> & { readonly Body: Uint8Array } => {
    bucketIn(world, region, at.Bucket);
    const found = find(world, at, nowMs);
    if (found === undefined) throw awsError("NoSuchKey", "The specified key does not exist.", 404);
    if (VersionId !== undefined && found.versionId !== VersionId) {
      throw awsError("NoSuchVersion", "The specified version does not exist.", 404);
    }
    const Body = new TextEncoder().encode(found.text ?? "");
    return { Body, ContentLength: Body.length, ETag: found.etag, VersionId: found.versionId };
  },
});

export const deleteObject = writeOperation({
  input: z.object({ ...place, VersionId: z.string().optional() }),
  resources: named,
  run: ({ VersionId, ...at }, { world, region, nowMs, caller }): DeleteObjectOutput => {
    const bucket = bucketIn(world, region, at.Bucket);
    if (isDenied(bucket, VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", caller.arn)) refuse();
    const found = find(world, at, nowMs);
    // Deleting what is not there succeeds; a version that is named is deleted for good, and no rule brings that over.
    if (found !== undefined && (VersionId ?? found.versionId) === found.versionId) {
      world.remove(objectKind, GLOBAL_REGION, objectId(at.Bucket, at.Key));
      // What is deleted before it was brought over never is.
      for (const name of destinationsOf(bucket)) {
        const copy = world.get(objectKind, GLOBAL_REGION, objectId(name, at.Key));
        if (copy !== undefined && copy.versionId === found.versionId && nowMs < copy.seenMs)
          world.remove(objectKind, GLOBAL_REGION, objectId(name, at.Key));
      }
    }
    return VersionId === undefined ? { DeleteMarker: true } : { VersionId };
  },
});
