/** What the stages of a failback look at: the pair, read from the replica's side, and its reverse rule. */
import { block, warn, type Finding, parseStage } from "@dr/adapter-kit";
import type { ReplicationMetrics } from "../api/metric-client.ts";
import { pairOf, readMetrics, regionsOf, rulesOf, type RuleFacts, type S3Context } from "../direction.ts";
import { listSwitches } from "../input.ts";

/** The way back of a pair: `written` is where clients write now. */
export interface BackFacts {
  readonly bucket: string;
  readonly written: string | null;
  readonly reverse: RuleFacts | null;
  readonly metrics: ReplicationMetrics;
}

/** Reads it. */
export async function readBack(context: S3Context, target: string): Promise<BackFacts> {
  const bucket = parseStage(target).name;
  const pair = await pairOf(context, bucket, "back");
  const rules = pair.from === null ? [] : rulesOf(await context.clients.buckets(regionsOf(context, "back").from).replication(pair.from));
  return {
    bucket,
    written: pair.from,
    reverse: rules.find(({ destination }) => destination === bucket) ?? null,
    metrics: await readMetrics(context, "back", pair),
  };
}

/** Both sides have to be there, and something has to bring back what was written meanwhile. */
export function fitBack({ bucket, written, reverse, metrics }: BackFacts, { mode, resources, config }: S3Context): readonly Finding[] {
  if (mode === "unplanned") return [block("s3.failback_needs_both", "a failback needs both Regions: start it as a planned execution")];
  if (listSwitches(resources, config).length === 0) {
    return [
      block("s3.nothing_to_switch", "nothing leads clients back: name multiRegionAccessPoints, cloudfrontDistributions or route53Records"),
    ];
  }
  if (written === null) {
    return [block("s3.destination_unknown", `nobody knows where ${bucket} was replicated to: name it in destinationBuckets`, { bucket })];
  }
  if (reverse === null) {
    const message = `${written} has no rule that replicates it to ${bucket}: make one with configure_replication, then what was written meanwhile can be brought back`;
    return [block("s3.no_reverse_rule", message, { bucket, destination: written })];
  }
  if (!reverse.enabled) return [block("s3.rule_disabled", `rule ${reverse.id} of ${written} is disabled: enable it`, { bucket: written })];
  return metrics.latencySeconds === null ? [warn("s3.lag_unknown", `nobody knows how far ${bucket} is behind ${written}`)] : [];
}
