/** What stands against failing a pair of buckets over, and what should be known. */
import { block, info, wait, warn, type Finding } from "@dr/adapter-kit";
import { isLost, type S3Context } from "../direction.ts";
import { listSwitches } from "../input.ts";
import type { PairFacts } from "./facts.ts";

/** All of it. A lost source makes obstacles of planned failovers into warnings. */
export function fitPair(facts: PairFacts, context: S3Context): readonly Finding[] {
  return [
    ...fitSwitches(context),
    ...fitRules(facts, context),
    ...fitReverse(facts),
    ...fitLag(facts, context),
    ...fitCounts(facts, context),
  ];
}

function fitSwitches({ resources, config }: S3Context): readonly Finding[] {
  if (listSwitches(resources, config).length > 0) return [];
  const message =
    "nothing leads clients from one bucket to the other: name multiRegionAccessPoints, cloudfrontDistributions or route53Records; a bucket's own name does not move";
  return [block("s3.nothing_to_switch", message)];
}

function fitRules({ bucket, destination, versioning, rule }: PairFacts, context: S3Context): readonly Finding[] {
  if (isLost(context)) {
    return destination === null
      ? [warn("s3.destination_unknown", `nobody knows where ${bucket} was replicated to: name it in destinationBuckets`, { bucket })]
      : [];
  }
  if (destination === null || rule === null) {
    const message = `${bucket} has no replication rule${destination === null ? "" : ` to ${destination}`}: make one with configure_replication`;
    return [block("s3.no_replication_rule", message, { bucket })];
  }
  const plain = Object.entries({ [bucket]: versioning.source, [destination]: versioning.destination }).filter(
    ([, one]) => one !== "Enabled",
  );
  return [
    ...plain.map(([name, status]) =>
      block("s3.not_versioned", `versioning of ${name} is ${status ?? "off"}: turn it on`, { bucket: name }),
    ),
    ...(rule.enabled ? [] : [block("s3.rule_disabled", `rule ${rule.id} of ${bucket} is disabled: enable it`, { bucket, rule: rule.id })]),
    ...(rule.bringsDeletions ? [] : [warn("s3.deletions_stay", `rule ${rule.id} of ${bucket} does not bring deletions over`)]),
  ];
}

function fitReverse({ bucket, destination, reverse }: PairFacts): readonly Finding[] {
  if (destination === null || reverse?.enabled === true) return [];
  const message = `${destination} is not replicated back to ${bucket}: what is written there does not come back; configure_replication makes the rule`;
  return [warn("s3.no_reverse_rule", message, { bucket, destination })];
}

/** The lag against the plan's limit. Planned it is waited for, and unknown is no pass; unplanned more is refused, and unknown is said. */
export function fitLag(facts: Pick<PairFacts, "bucket" | "metrics" | "rule">, context: S3Context): readonly Finding[] {
  const limitSeconds = context.config.replicationLagThreshold;
  const { bucket, metrics } = facts;
  const { latencySeconds, sampledAt } = metrics;
  if (latencySeconds === null) return fitUnknownLag(facts, context);
  if (limitSeconds === undefined || latencySeconds <= limitSeconds) return [];
  const message = `the replica of ${bucket} is ${latencySeconds} s behind (${sampledAt ?? "time unknown"}), more than ${limitSeconds} s (replicationLagThreshold)`;
  return [(isLost(context) ? block : wait)("s3.lag_exceeded", message, { lagSeconds: latencySeconds, limitSeconds })];
}

/** Unknown is not healthy: only where the source is lost it is no obstacle. */
function fitUnknownLag({ bucket, rule }: Pick<PairFacts, "bucket" | "rule">, context: S3Context): readonly Finding[] {
  const limitSeconds = context.config.replicationLagThreshold;
  const lost = isLost(context);
  const message = `nobody knows how far the replica of ${bucket} is behind`;
  if (limitSeconds === undefined) return [(lost ? warn : info)("s3.lag_unknown", message)];
  if (lost) return [warn("s3.lag_unknown", `${message}; at most ${limitSeconds} s are allowed`, { limitSeconds })];
  if (rule?.isMeasured !== false) return [wait("s3.lag_unknown", `${message}; at most ${limitSeconds} s are allowed`, { limitSeconds })];
  const missing = `rule ${rule.id} of ${bucket} has no metrics, so nobody can hold its lag against replicationLagThreshold: turn on replication metrics`;
  return [block("s3.no_metrics", missing, { bucket, rule: rule.id })];
}

const USUAL_TOLERANCE_PERCENT = 1;

/** Counts of a day: what is under way is between them, so a little may differ. */
function fitCounts({ bucket, objects }: PairFacts, context: S3Context): readonly Finding[] {
  if (objects === null) return [];
  const { source, destination } = objects;
  const severity = isLost(context) ? warn : block;
  if (source === null || destination === null) {
    const message = `objects of ${bucket} and its replica cannot be compared: CloudWatch has no count of ${source === null ? "the source" : "the replica"}; S3 Inventory would tell`;
    return [severity("s3.object_count_unknown", message, objects)];
  }
  const percent = context.config.objectCountTolerancePercent ?? USUAL_TOLERANCE_PERCENT;
  if (Math.abs(source - destination) <= (Math.max(source, destination) * percent) / 100) return [];
  const message = `${bucket} holds ${source} objects and its replica ${destination}, more than ${percent} % apart (counted once a day): S3 Batch Replication brings over what is missing`;
  return [severity("s3.object_count_differs", message, { ...objects, tolerancePercent: percent })];
}
