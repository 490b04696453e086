/** What a plan may write for replicated buckets. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, namesResource, resourceName } from "@dr/events";
import * as z from "zod";

/** A role. */
export const role = () => z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "expected the ARN of a role");
/** One of the task's buckets, by name: what names none of them would be passed over. */
export const chosenBucket = () =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "expected the name of a bucket")
    .meta(namesResource({ kind: "s3-bucket", use: "chooses" }));

const record = lazyStrictObject(() => ({
  hostedZoneId: z.string().regex(/^(?:\/hostedzone\/)?[A-Za-z0-9]{1,32}$/, "expected a hosted zone id such as Z123456789"),
  recordName: z.string().min(1).max(255),
  recordType: z.enum(["A", "AAAA", "CNAME", "TXT"]),
  newValue: z.string().min(1).optional().describe("Absent: the old value, with the destination's bucket and Region in it"),
})).meta(namesResource({ kind: "dns-record", fields: { zone: "hostedZoneId", name: "recordName", type: "recordType" } }));
/** A record that leads clients to the buckets. */
export type RecordRequest = z.infer<typeof record>;

/** Of all access points only those of several Regions have routes. One pattern: of two, those who check plans would read neither. */
const accessPoint = () =>
  z
    .string()
    .regex(
      /^arn:aws[a-z-]*:s3::\d{12}:accesspoint\/[a-z0-9]+\.mrap$/,
      "expected the ARN of a Multi-Region Access Point: arn:aws:s3::<account>:accesspoint/<alias>.mrap",
    )
    .meta(namesResource({ kind: "arn" }));

/** Buckets, and what leads clients to them. */
export const bucketResources = lazyStrictObject(() => ({
  sourceBuckets: z.array(resourceName("s3-bucket")).min(1).describe("Buckets that are replicated from, by name or ARN"),
  sourceRegion: declaredRegion().optional().describe("Region of the source buckets; that of the installation if absent"),
  destinationRegion: declaredRegion().describe("Region of the replicas"),
  destinationBuckets: z
    .record(chosenBucket(), resourceName("s3-bucket"))
    .optional()
    .describe("Replica by source bucket; what replication rules say if absent, and then no lock holds it"),
  multiRegionAccessPoints: z.array(accessPoint()).optional().describe("ARNs of access points whose routes are switched"),
  cloudfrontDistributions: z
    .array(resourceName("cloudfront-distribution"))
    .optional()
    .describe("Distributions that are led to their standby origins"),
  route53Records: z.array(record).optional().describe("Records that are pointed to the destination"),
}));
/** Buckets, and what leads clients to them. */
export type BucketResources = z.infer<typeof bucketResources>;

const shared = () => ({
  replicationLagThreshold: secondsSchema().optional().meta(isGate).describe("Largest replication lag at which it is begun, such as 5m"),
  verifyObjectCount: z
    .boolean()
    .optional()
    .meta(isGate)
    .describe("Both sides have to hold the same number of objects, as CloudWatch counts them once a day"),
  objectCountTolerancePercent: z.number().min(0).max(100).optional().describe("What may be between two counts; 1 if absent"),
  standbyOrigins: z
    .record(
      resourceName("cloudfront-distribution", { use: "chooses" }),
      z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]),
    )
    .optional()
    .describe("Standby origin by distribution, or by distribution and origin; the origin of the replica's bucket if absent"),
  invalidate: z
    .array(z.string().startsWith("/"))
    .min(1)
    .optional()
    .describe("Paths whose copies at the edges are given up after the switch"),
  canaryPrefix: z.string().min(1).max(200).optional().describe("Where canary objects are written; dr-canary/ if absent"),
});

/** How to fail over. */
export const failoverConfig = lazyStrictObject(() => shared());

/** How to fail back. */
export const failbackConfig = lazyStrictObject(() => ({
  ...shared(),
  batchRole: role().optional().describe("Role of the batch job; dr-s3-batch-operations of the replication rule's account if absent"),
  createdAfter: z.iso
    .datetime({ offset: true, error: "expected a time such as 2026-11-29T10:00:00Z" })
    .optional()
    .describe("Objects that were written before are not copied back by the batch job"),
  batchReport: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/, "expected bucket/prefix, without s3://")
    .optional()
    .describe("bucket/prefix for a report of what failed"),
  writeFreeze: z.boolean().optional().describe("Nobody writes to the replica from the last copy until the switch is done; true if absent"),
  freezeExcept: z.array(z.string().startsWith("arn:")).optional().describe("Principals that may write all the same"),
}));

/** How to do either: what the shared stages read. */
export type SwitchConfig = z.output<typeof failoverConfig> & Partial<z.output<typeof failbackConfig>>;

/** A bucket without the head of its ARN. */
export const bucketOf = (written: string): string => written.replace(/^arn:aws[a-z-]*:s3:::/, "");

/** The ARN of a bucket, in the partition of another ARN (of the role that acts on it). */
export function bucketArn(bucket: string, beside: string): string {
  return `arn:${beside.split(":")[1] ?? "aws"}:s3:::${bucket}`;
}

/** Names of the records: `Z1/api.example.com/CNAME`. */
export function recordName({ hostedZoneId, recordName: name, recordType }: RecordRequest): string {
  return `${hostedZoneId.replace("/hostedzone/", "")}/${name}/${recordType}`;
}

/** Everything that leads clients to the buckets, as targets. */
export function listSwitches(
  { multiRegionAccessPoints = [], cloudfrontDistributions = [], route53Records = [] }: BucketResources,
  { invalidate }: Pick<SwitchConfig, "invalidate">,
): readonly string[] {
  const distributions = [...new Set(cloudfrontDistributions)];
  return [
    ...[...new Set(multiRegionAccessPoints)].map((arn) => `mrap:${arn}`),
    ...distributions.map((id) => `distribution:${id}`),
    ...(invalidate ? distributions.map((id) => `invalidate:${id}`) : []),
    ...route53Records.map((one) => `record:${recordName(one)}`),
  ];
}

/** Targets of a stage, for each bucket once. */
export function eachBucket({ sourceBuckets }: Pick<BucketResources, "sourceBuckets">, stage: string): readonly string[] {
  return [...new Set(sourceBuckets.map(bucketOf))].map((bucket) => `${stage}:${bucket}`);
}
