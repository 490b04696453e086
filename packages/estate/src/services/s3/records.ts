// The buckets and objects of the simulated S3. A replica is a record of its own that can be seen from `seenMs` on.
import { awsError } from "../../aws-error.ts";
import { GLOBAL_REGION, defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** One rule, as much of it as decides something here. */
export type ReplicationRule = {
  readonly ID?: string | undefined;
  readonly Priority?: number | undefined;
  readonly Status: string;
  readonly Destination: { readonly Bucket: string };
  readonly [member: string]: unknown;
};

/** A bucket. `lagSeconds`: how long a replica takes; null: nothing is replicated although the rule says so. */
export type BucketRecord = {
  readonly name: string;
  readonly region: string;
  readonly versioning: "Enabled" | "Suspended" | null;
  readonly replication: { readonly Role: string; readonly Rules: readonly ReplicationRule[] } | null;
  /** What reads still tell until then: a new configuration is not seen everywhere at once. */
  readonly former?: { readonly replication: BucketRecord["replication"]; readonly untilMs: number };
  readonly policy: string | null;
  readonly lagSeconds: number | null;
  /** Objects that the daily storage metric counts; null: nobody counted yet. */
  readonly objects: number | null;
};

/** One version of an object. */
export type ObjectRecord = {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly putMs: number;
  readonly bytes: number;
  readonly etag: string;
  /** What was put, where somebody may read it. */
  readonly text?: string | undefined;
  /** The bucket that it is a replica of. */
  readonly of?: string;
  /** A replica is there from then on. */
  readonly seenMs: number;
};

export const bucketKind = defineKind<BucketRecord>("s3.bucket");
export const objectKind = defineKind<ObjectRecord>("s3.object");

/** The bucket, asked in its own Region. Throws `NoSuchBucket`, `AuthorizationHeaderMalformed`. */
export const bucketIn = (world: WorldView, region: string, name: string): BucketRecord => {
  const bucket = world.get(bucketKind, GLOBAL_REGION, name);
  if (bucket === undefined) throw awsError("NoSuchBucket", "The specified bucket does not exist", 404);
  if (bucket.region === region) return bucket;
  const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`;
  throw awsError("AuthorizationHeaderMalformed", message, 400);
};

/** Where a bucket's objects go now: the buckets that enabled rules name. */
export const destinationsOf = ({ replication }: BucketRecord): readonly string[] =>
  (replication?.Rules ?? [])
    .filter(({ Status }) => Status === "Enabled")
    .map(({ Destination }) => Destination.Bucket.replace("arn:aws:s3:::", ""));

/** The id under which an object is kept. */
export const objectId = (bucket: string, key: string): string => `${bucket}/${key}`;

/** Objects that a bucket's rules have not brought over yet. */
export const pendingOf = (world: WorldView, source: string, destination: string, nowMs: number): readonly ObjectRecord[] =>
  world.list(objectKind, GLOBAL_REGION).filter(({ bucket, of, seenMs }) => bucket === destination && of === source && nowMs < seenMs);
