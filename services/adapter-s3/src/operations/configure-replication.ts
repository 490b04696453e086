/** `s3_replication.configure_replication`: rules between pairs of buckets, both ways, beside whatever rules there are. */
import { isDeepStrictEqual } from "node:util";
import { block, parseStage, NO_DATA, type Finding, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { S3Clients } from "../s3-client.ts";
import { ownOf, withOwn, type OwnReplication } from "../configure/rule.ts";
import type { Replication } from "../api/bucket-client.ts";
import { classifyS3 } from "../failures.ts";
import { bucketOf, chosenBucket, role } from "../input.ts";
import { choice, effects } from "../transitions.ts";

const pairResources = lazyStrictObject(() => ({
  sourceBuckets: z.array(resourceName("s3-bucket")).min(1).describe("Buckets to replicate"),
  destinationBuckets: z.record(chosenBucket(), resourceName("s3-bucket")).describe("Replica by source bucket"),
  sourceRegion: declaredRegion().optional().describe("Region of the source buckets; that of the installation if absent"),
  destinationRegion: declaredRegion().describe("Region of the replicas"),
}));
type PairResources = z.infer<typeof pairResources>;

const replicationConfig = lazyStrictObject(() => ({
  replicationRole: role().describe("Role by which S3 replicates; it has to be allowed on both buckets"),
  bidirectional: z.boolean().optional().describe("Also back; true if absent"),
  replicationTimeControl: z.boolean().optional().describe("RTC with its metrics, without which nobody knows the lag; true if absent"),
  deleteMarkers: z.boolean().optional().describe("Deletions are brought over; true if absent"),
  replicaModifications: z.boolean().optional().describe("Changes of replicas' metadata are brought back; true if absent"),
  prefix: z.string().optional().describe("Only objects below it"),
  kmsKeys: z
    .record(chosenBucket(), z.string().startsWith("arn:"))
    .optional()
    .describe("KMS key of its Region by bucket, for encrypted objects"),
}));
type ReplicationConfig = z.output<typeof replicationConfig>;
type Context = TaskContext<S3Clients, PairResources, ReplicationConfig>;

interface RuleFacts {
  readonly from: string;
  readonly to: string | null;
  readonly versioning: Readonly<Record<string, string | null>>;
  readonly replication: Replication | null;
}

function endsOf({ resources, clients }: Context, target: string) {
  const { stage, name } = parseStage(target);
  const replica = resources.destinationBuckets[name];
  const other = replica === undefined ? null : bucketOf(replica);
  const source = clients.place(resources.sourceRegion).region;
  return stage === "forward"
    ? { from: name, to: other, region: source, otherRegion: resources.destinationRegion }
    : { from: other ?? "", to: name, region: resources.destinationRegion, otherRegion: source };
}

function fitRule({ from, to, versioning }: RuleFacts, { mode }: Context): readonly Finding[] {
  if (mode === "unplanned") return [block("s3.configure_needs_both", "replication is configured while both Regions are there")];
  if (to === null || from === "")
    return [block("s3.destination_unknown", `${from} has no replica in destinationBuckets: name it`, { bucket: from })];
  return Object.entries(versioning)
    .filter(([, status]) => status !== "Enabled")
    .map(([bucket, status]) => block("s3.not_versioned", `versioning of ${bucket} is ${status ?? "off"}: turn it on`, { bucket }));
}

const own = effects({
  settleSeconds: 20,
  read: async (context: Context, target, wanted: OwnReplication | undefined): Promise<RuleFacts> => {
    const { from, to, region: at, otherRegion } = endsOf(context, target);
    const { buckets } = context.clients;
    const isFirst = wanted === undefined && to !== null && from !== "";
    return {
      from,
      to,
      versioning: isFirst ? { [from]: await buckets(at).versioning(from), [to]: await buckets(otherRegion).versioning(to) } : {},
      replication: from === "" ? null : await buckets(at).replication(from),
    };
  },
  fit: fitRule,
  want: ({ to }, { config }): OwnReplication => ({
    role: config.replicationRole,
    rule: {
      destination: to ?? "",
      prefix: config.prefix ?? "",
      rtc: config.replicationTimeControl ?? true,
      deletions: config.deleteMarkers ?? true,
      replicaChanges: config.replicaModifications ?? true,
      kmsKey: config.kmsKeys?.[to ?? ""] ?? null,
    },
  }),
  reached: ({ replication }, wanted) => {
    const found = ownOf(replication);
    // With no rules left there is no role either.
    return isDeepStrictEqual(found.rule, wanted.rule) && (found.role === wanted.role || replication === null);
  },
  act: async (context, target, { wanted }) => {
    const { from, region: at } = endsOf(context, target);
    const port = context.clients.buckets(at);
    // Read again: a configuration is replaced whole, and somebody may have changed it since.
    return port.putReplication(from, withOwn(await port.replication(from), wanted));
  },
  describe: ({ from, to, replication }) =>
    `${from} ${ownOf(replication).rule === null ? "is not replicated by us" : `is replicated to ${to ?? ""}`}`,
  evidence: ({ from, replication }, { before }) => ({
    before: { rules: (before.replication?.Rules ?? []).map(({ ID }) => ID ?? "") },
    after: { bucket: from, rules: (replication?.Rules ?? []).map(({ ID }) => ID ?? ""), rule: ownOf(replication).rule },
    rpo: NO_DATA,
    warnings: ["what was there before the rule is not replicated by it: a batch job does that"],
  }),
  undo: ({ replication }): OwnReplication => ownOf(replication),
});

/** One rule of ours in each bucket; a rollback puts the former one back. */
export const configureReplication = choice<PairResources, ReplicationConfig>({
  description: "Replicates pairs of buckets, both ways: a rule of ours beside the others",
  drill: { kind: "skipped" },
  failback: { none: "it moves nothing: its rollback removes the rules" },
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 5,
  resources: pairResources,
  config: replicationConfig,
  classify: classifyS3,
  listTargets: ({ resources, config }) =>
    [...new Set(resources.sourceBuckets.map(bucketOf))].flatMap((bucket) => [
      `forward:${bucket}`,
      ...(config.bidirectional === false ? [] : [`reverse:${bucket}`]),
    ]),
  kinds: { forward: own, reverse: own },
  kindOf: (target) => parseStage(target).stage,
  howToCheck: (target) => `aws s3api get-bucket-replication --bucket ${parseStage(target).name}`,
});
