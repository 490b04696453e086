/** Which way it goes: from the buckets that were written to those that shall be; and what is known of each pair. */
import { block, refuseWith, type TaskContext } from "@dr/adapter-kit";
import type { MeasuredRule, ReplicationMetrics } from "./api/metric-client.ts";
import type { Replication } from "./api/bucket-client.ts";
import type { S3Clients } from "./s3-client.ts";
import { bucketOf, type BucketResources, type SwitchConfig } from "./input.ts";

/** The context of all stages. */
export type S3Context = TaskContext<S3Clients, BucketResources, SwitchConfig>;

/** `over`: from source to destination; `back`: the other way. */
export type Direction = "over" | "back";

/** Both Regions of a direction. */
export function regionsOf({ clients, resources }: Pick<S3Context, "clients" | "resources">, direction: Direction) {
  const source = clients.place(resources.sourceRegion).region;
  const destination = resources.destinationRegion;
  return direction === "over" ? { from: source, to: destination } : { from: destination, to: source };
}

/** An unplanned execution leaves a Region that is lost: nothing is asked of it. */
export function isLost({ mode, executionType }: Pick<S3Context, "mode" | "executionType">): boolean {
  return mode === "unplanned" && executionType !== "drill";
}

/** A rule in the words of this adapter. */
export interface RuleFacts {
  readonly id: string;
  readonly enabled: boolean;
  readonly destination: string;
  readonly role: string;
  readonly isMeasured: boolean;
  readonly bringsDeletions: boolean;
  readonly bringsReplicaChanges: boolean;
}

/** The rules of a bucket, flat. */
export function rulesOf(replication: Replication | null): readonly RuleFacts[] {
  return (replication?.Rules ?? []).map((rule) => ({
    id: rule.ID ?? "",
    enabled: rule.Status === "Enabled",
    destination: bucketOf(rule.Destination?.Bucket ?? ""),
    role: replication?.Role ?? "",
    isMeasured: rule.Destination?.Metrics?.Status === "Enabled",
    bringsDeletions: rule.DeleteMarkerReplication?.Status === "Enabled",
    bringsReplicaChanges: rule.SourceSelectionCriteria?.ReplicaModifications?.Status === "Enabled",
  }));
}

/** Where a source bucket is replicated to: what the plan says, else its rules, else (its Region lost) what the destination's CloudWatch remembers. */
async function destinationOf(context: S3Context, bucket: string): Promise<string | null> {
  const { resources, clients } = context;
  const written = resources.destinationBuckets?.[bucket];
  if (written !== undefined) return bucketOf(written);
  const { from, to } = regionsOf(context, "over");
  const found = isLost(context)
    ? (await clients.metrics(to).rulesOf(bucket)).map(({ destinationBucket }) => destinationBucket)
    : rulesOf(await clients.buckets(from).replication(bucket)).map(({ destination }) => destination);
  const [first, ...others] = [...new Set(found)];
  if (others.length > 0) {
    const message = `${bucket} is replicated to ${found.join(", ")}: say in destinationBuckets which is meant`;
    throw refuseWith(block("s3.ambiguous_destination", message, { bucket, destinations: found }));
  }
  return first ?? null;
}

/** Both buckets of a pair, in a direction. */
export async function pairOf(context: S3Context, bucket: string, direction: Direction) {
  const destination = await destinationOf(context, bucket);
  return direction === "over" ? { from: bucket as string | null, to: destination } : { from: destination, to: bucket as string | null };
}

/** Every pair of the task, each bucket once. */
export async function pairsOf(context: S3Context, direction: Direction) {
  const pairs: Awaited<ReturnType<typeof pairOf>>[] = [];
  for (const bucket of new Set(context.resources.sourceBuckets.map(bucketOf))) pairs.push(await pairOf(context, bucket, direction));
  return pairs;
}

/** Metrics of nobody. */
const NO_METRICS: ReplicationMetrics = { latencySeconds: null, pendingOperations: null, pendingBytes: null, sampledAt: null };

/** A source that is lost reports no more: its last samples are older. */
const WINDOW_SECONDS = 15 * 60;
const LOST_WINDOW_SECONDS = 3 * 3_600;

/** What is known of the lag in a direction: read in the Region of the replica, where S3 publishes it. Null: no series. */
export async function readMetrics(
  context: S3Context,
  direction: Direction,
  pair: { readonly from: string | null; readonly to: string | null },
) {
  if (pair.from === null) return NO_METRICS;
  const port = context.clients.metrics(regionsOf(context, direction).to);
  const rule: MeasuredRule | undefined = (await port.rulesOf(pair.from)).find(({ destinationBucket }) => destinationBucket === pair.to);
  if (!rule) return NO_METRICS;
  return port.replication(rule, context.now, isLost(context) ? LOST_WINDOW_SECONDS : WINDOW_SECONDS);
}
