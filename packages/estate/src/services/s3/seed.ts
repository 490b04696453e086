// The S3 part of a seed: buckets, and pairs that replicate each other.
import * as z from "zod";
import { seedRegion } from "../../seeding/seed-words.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { bucketKind, type BucketRecord, objectId, objectKind } from "./records.ts";

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u, "expected the name of a bucket, such as prod-static-assets");

const bucket = z.strictObject({
  name: bucketName,
  region: seedRegion,
  versioning: z.enum(["Enabled", "Suspended"]).nullable().default("Enabled"),
  /** The bucket that it is replicated to; none if absent. */
  replicatesTo: bucketName.optional(),
  /** Metrics of the rule (RTC). */
  metrics: z.boolean().default(true),
  ruleStatus: z.enum(["Enabled", "Disabled"]).default("Enabled"),
  lagSeconds: z.number().min(0).nullable().default(12),
  objects: z.int().min(0).nullable().default(1_000),
  policy: z.string().nullable().default(null),
});

const object = z.strictObject({ bucket: bucketName, key: z.string().min(1), text: z.string(), versionId: z.string().min(1) });

const schema = z.strictObject({ buckets: z.array(bucket).default([]), objects: z.array(object).default([]) });
/** What a seed document may say about S3. */
export type S3Seed = z.input<typeof schema>;

const toRecord = (
  { name, versioning, lagSeconds, objects, policy, ...rest }: z.output<typeof bucket>,
  region: string,
  accountId: string,
): BucketRecord => ({
  name,
  region,
  versioning,
  policy,
  lagSeconds,
  objects,
  replication:
    rest.replicatesTo === undefined
      ? null
      : {
          Role: `arn:aws:iam::${accountId}:role/s3-replication`,
          Rules: [
            {
              ID: "to-the-other-region",
              Priority: 1,
              Status: rest.ruleStatus,
              Filter: { Prefix: "" },
              DeleteMarkerReplication: { Status: "Enabled" },
              SourceSelectionCriteria: { ReplicaModifications: { Status: "Enabled" } },
              Destination: {
                Bucket: `arn:aws:s3:::${rest.replicatesTo}`,
                ...(rest.metrics
                  ? {
                      Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
                      ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
                    }
                  : {}),
              },
            },
          ],
        },
});

/** Schema and effect of the S3 part. */
export const s3Seed = {
  schema,
  apply: ({ buckets, objects }: z.output<typeof schema>, { seeder, region: usual, accountId, createdMs }: SeedContext): void => {
    for (const one of buckets) {
      const { region = usual } = one;
      const place = { service: "s3", kind: "bucket", region: GLOBAL_REGION, id: one.name, name: one.name };
      seeder.add(bucketKind, place, () => toRecord(one, region, accountId));
    }
    for (const { bucket: of, key, text, versionId } of objects) {
      const id = objectId(of, key);
      const times = { putMs: createdMs, seenMs: createdMs };
      seeder.add(objectKind, { service: "s3", kind: "object", region: GLOBAL_REGION, id, name: id }, () => ({
        bucket: of,
        key,
        text,
        versionId,
        bytes: text.length,
        etag: `"${versionId}"`,
        ...times,
      }));
    }
  },
};
