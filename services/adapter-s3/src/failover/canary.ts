/** The first stage of a failover: an object is written to the source and has to arrive at the replica. It measures what metrics only report. */
import { parseStage, NO_DATA } from "@dr/adapter-kit";
import { isLost, regionsOf, type S3Context } from "../direction.ts";
import { effects } from "../transitions.ts";
import { describePair, readPair, type PairFacts, type WantedCanary } from "./facts.ts";
import { fitPair } from "./fit.ts";

/** RTC promises 15 minutes: what has not arrived by then is lost as far as anybody knows. */
const LONGEST_SECONDS = 900;
const MARK_LENGTH = 16;

/** Key of the canary of one operation. */
function canaryKey({ config, resourceOperationId }: Pick<S3Context, "config" | "resourceOperationId">): string {
  const prefix = config.canaryPrefix ?? "dr-canary/";
  return `${prefix}${prefix.endsWith("/") ? "" : "/"}${resourceOperationId.slice(0, MARK_LENGTH)}`;
}

/** Nothing is written to a source that is lost: there the metrics alone tell. */
export const canary = effects({
  settleSeconds: 10,
  expectedSeconds: 15,
  describe: describePair,
  read: readPair,
  // One that is written and has not arrived is under way, whatever S3 calls it.
  status: ({ canary: seen }) => ({
    word: seen?.source?.status ?? "none",
    meaning: seen !== null && seen.source !== null && seen.replica === null && seen.source.status !== null ? "passing" : "serving",
    code: "s3.canary_pending",
  }),
  fit: fitPair,
  want: (_facts, context: S3Context): WantedCanary => ({ key: isLost(context) ? null : canaryKey(context), exists: true }),
  reached: ({ canary: seen }: PairFacts, { key, exists }) => {
    if (key === null) return true;
    return exists ? seen !== null && seen.replica !== null : seen !== null && seen.source === null && seen.replica === null;
  },
  act: async (context, target, { before, wanted }) => {
    const { from, to } = regionsOf(context, "over");
    const bucket = parseStage(target).name;
    const key = wanted.key ?? "";
    if (wanted.exists) return context.clients.buckets(from).putCanary(bucket, key);
    // Versions that are deleted by name stay where they are on the other side: both are removed.
    const { source = null, replica = null } = before.canary ?? {};
    if (replica !== null) await context.clients.buckets(to).deleteVersion(before.destination ?? "", key, replica.versionId);
    if (source !== null) await context.clients.buckets(from).deleteVersion(bucket, key, source.versionId);
    return undefined;
  },
  givenUp: ({ bucket, secondsSinceIntent, canary: seen }, { wanted }) =>
    wanted.exists && secondsSinceIntent > LONGEST_SECONDS
      ? {
          code: "s3.canary_late",
          message: `the canary in ${bucket} did not arrive within ${LONGEST_SECONDS} s (its status is ${seen?.source?.status ?? "unknown"}): replication does not work`,
          retryable: true,
        }
      : undefined,
  evidence: (facts, { before, wanted }) => ({
    after: {
      bucket: facts.bucket,
      destination: facts.destination,
      canary: wanted.exists ? wanted.key : null,
      replicationMetrics: { ...facts.metrics, canarySeconds: wanted.exists && facts.canary ? facts.secondsSinceIntent : null },
      ...(before.objects ? { objectCount: before.objects } : {}),
    },
    rpo: NO_DATA,
  }),
  // Whether it has arrived or not, it is ours and goes.
  changedSince: () => undefined,
  undo: (_before, _facts, { originals }): WantedCanary => ({ key: keyOf(originals.at(-1)), exists: false }),
});

/** The key of the canary that a journaled act wrote. */
export function keyOf(original: { readonly pre: unknown } | undefined): string | null {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedCanary };
  return wanted?.key ?? null;
}
