/** What is looked at before a pair of buckets is used: both directions, the lag, the counts, and a canary. */
import { parseStage } from "@dr/adapter-kit";
import type { ObjectFacts } from "../api/bucket-client.ts";
import type { ReplicationMetrics } from "../api/metric-client.ts";
import { isLost, pairOf, readMetrics, regionsOf, rulesOf, type RuleFacts, type S3Context } from "../direction.ts";

/** A pair of buckets. What of the source nobody could be asked for is null. */
export interface PairFacts {
  readonly bucket: string;
  readonly destination: string | null;
  readonly versioning: { readonly source: string | null; readonly destination: string | null };
  readonly rule: RuleFacts | null;
  readonly reverse: RuleFacts | null;
  readonly metrics: ReplicationMetrics;
  readonly objects: { readonly source: number | null; readonly destination: number | null } | null;
  readonly canary: { readonly source: ObjectFacts | null; readonly replica: ObjectFacts | null } | null;
  readonly secondsSinceIntent: number;
}

/** The canary; `exists: false` removes it; no key: none is written. */
export interface WantedCanary {
  readonly key: string | null;
  readonly exists: boolean;
}

/** Reads them. Nothing is asked of a source that is lost; what only decides whether it is begun is read before the act alone. */
export async function readPair(context: S3Context, target: string, wanted: WantedCanary | undefined): Promise<PairFacts> {
  const bucket = parseStage(target).name;
  const pair = await pairOf(context, bucket, "over");
  return {
    bucket,
    destination: pair.to,
    ...(wanted === undefined ? await readSettings(context, bucket, pair) : NO_SETTINGS),
    metrics: await readMetrics(context, "over", pair),
    canary: wanted?.key == null ? null : await readCanary(context, bucket, pair.to, wanted.key),
    secondsSinceIntent: context.secondsSince(context.intentAt),
  };
}

type Ends = { readonly from: string | null; readonly to: string | null };
type Settings = Pick<PairFacts, "versioning" | "rule" | "reverse" | "objects">;
const NO_SETTINGS: Settings = { versioning: { source: null, destination: null }, rule: null, reverse: null, objects: null };

/** How both buckets are configured. */
async function readSettings(context: S3Context, bucket: string, pair: Ends): Promise<Settings> {
  const { from, to } = regionsOf(context, "over");
  const lost = isLost(context);
  const [source, replica] = [context.clients.buckets(from), context.clients.buckets(to)];
  const rules = lost ? [] : rulesOf(await source.replication(bucket));
  const reverse = pair.to === null ? [] : rulesOf(await replica.replication(pair.to));
  return {
    versioning: {
      source: lost ? null : await source.versioning(bucket),
      destination: pair.to === null ? null : await replica.versioning(pair.to),
    },
    rule: rules.find(({ destination }) => destination === pair.to) ?? null,
    reverse: reverse.find(({ destination }) => destination === bucket) ?? null,
    objects: context.config.verifyObjectCount === true ? await readCounts(context, pair, lost) : null,
  };
}

async function readCanary(context: S3Context, bucket: string, replica: string | null, key: string) {
  const { from, to } = regionsOf(context, "over");
  const { buckets } = context.clients;
  return { source: await buckets(from).head(bucket, key), replica: replica === null ? null : await buckets(to).head(replica, key) };
}

async function readCounts(context: S3Context, pair: Ends, lost: boolean) {
  const { from, to } = regionsOf(context, "over");
  const { metrics } = context.clients;
  return {
    source: lost || pair.from === null ? null : await metrics(from).objects(pair.from, context.now),
    destination: pair.to === null ? null : await metrics(to).objects(pair.to, context.now),
  };
}

/** In words. */
export function describePair({ bucket, destination, metrics, canary }: PairFacts): string {
  const lag = metrics.latencySeconds === null ? "unknown" : `${metrics.latencySeconds} s`;
  const told =
    canary === null
      ? ""
      : `, canary ${canary.source === null ? "not written" : canary.replica === null ? "not replicated yet" : "replicated"}`;
  return `${bucket} to ${destination ?? "nobody knows where"}: lag ${lag}${told}`;
}
