/** A copy of a database: made once, known by its name and tags, and taken away again; nothing that somebody else made is touched. */
import { block, info, statusWords, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { DatabaseClients } from "../clients.ts";
import { databaseStatus } from "../failures.ts";
import { parseTarget } from "../input.ts";
import type { CopyFacts, CopyKind, Placement, RestorePort } from "../restore-client.ts";
import { effects } from "../transitions.ts";
import { copyName, copyTags, parseStage, type RestoreConfig, type RestoreContext } from "./input.ts";

/** What a copy is made of. `until` is ISO 8601, UTC: what was written later is not in it; nothing later than `restorableUntil` can be restored. */
export interface Origin {
  readonly until: string | null;
  readonly restorableUntil: string | null;
  readonly engine: string;
  readonly subnetGroup: string | null;
  readonly instanceClass: string | null;
}

interface Facts {
  readonly copy: Pick<CopyFacts, "id" | "status" | "subnetGroup"> | null;
  readonly isOurs: boolean;
  /** Read before the copy is made alone. */
  readonly origin: (Origin & { readonly behindSeconds: number | null }) | null;
}
type Wanted =
  | { readonly kind: "there"; readonly id: string; readonly engine: string; readonly instanceClass: string | null }
  | { readonly kind: "gone"; readonly id: string };

/** Where the two operations differ. */
export interface Source {
  readonly describe: "point_in_time" | "snapshot";
  readonly origin: (
    restores: RestorePort,
    kind: CopyKind,
    what: { readonly id: string; readonly context: RestoreContext },
  ) => Promise<Origin>;
  readonly make: (
    restores: RestorePort,
    kind: CopyKind,
    what: { readonly id: string; readonly engine: string; readonly context: RestoreContext; readonly to: Placement },
  ) => Promise<void>;
}

const copyStatus = statusWords({
  code: "database.unusable",
  serving: ["available", "backing-up", "configuring-enhanced-monitoring", "configuring-log-exports", "storage-optimization"],
  // While something is deleted it is waited for: that is what was asked.
  passing: ["creating", "deleting", "modifying", "upgrading", "rebooting", "configuring-iam-database-auth"],
  lasting: [
    "failed",
    "incompatible-restore",
    "incompatible-network",
    "incompatible-parameters",
    "inaccessible-encryption-credentials",
    "restore-error",
    "storage-full",
  ],
});

/** The stages of a restore from this source. */
export function copyEffects<Resources>(source: Source) {
  type Context = TaskContext<DatabaseClients, Resources, RestoreConfig>;
  return effects({
    settleSeconds: 60,
    read: async (context: Context, target: string, wanted: Wanted | undefined): Promise<Facts> => {
      const { restores, kind } = placeOf(context, target);
      const found = await restores.find(kind, copyName(context, parseStage(target)));
      const tags = copyTags(context, parseStage(target).source);
      const isOurs = found !== null && Object.entries(tags).every(([key, value]) => found.tags[key] === value);
      return {
        copy: found && { id: found.id, status: found.status, subnetGroup: found.subnetGroup },
        isOurs,
        origin: wanted === undefined && found === null ? await originOf(source, context, target) : null,
      };
    },
    status: ({ copy }: Facts) => (copy === null ? databaseStatus("available") : copyStatus(copy.status)),
    fit: (facts: Facts, context: Context, target: string) => [
      ...ownership(facts),
      ...placementFindings(facts, context, target),
      ...ageFindings(facts, context, target),
    ],
    want: ({ origin }: Facts, context: Context, target: string): Wanted => ({
      kind: "there",
      id: copyName(context, parseStage(target)),
      engine: origin?.engine ?? "",
      instanceClass: context.config.instanceClass ?? origin?.instanceClass ?? null,
    }),
    reached: ({ copy, isOurs }: Facts, { kind }: Wanted) => (kind === "there" ? copy !== null && isOurs : copy === null),
    act: (context: Context, target: string, { wanted }: { readonly wanted: Wanted }) => makeOrRemove(source, context, target, wanted),
    describe: ({ copy }: Facts) => (copy === null ? "there is no copy" : `copy ${copy.id} is ${copy.status}`),
    wouldDo: ({ before, wanted }: { readonly before: Facts; readonly wanted: Wanted }) => ({
      wouldMake: wanted.id,
      until: before.origin?.until ?? null,
    }),
    evidence: ({ copy }: Facts, { before, wanted }: { readonly before: Facts; readonly wanted: Wanted }) => ({
      after: { copy, until: before.origin?.until ?? null },
      externalIds: { copy: wanted.id },
      rpo: rpoOf(source, before),
      dataLoss: { possible: before.origin !== null },
    }),
    undo: (_before: Facts, { copy }: Facts): Wanted => ({ kind: "gone", id: copy?.id ?? "" }),
    changedSince: ({ copy, isOurs }: Facts) =>
      copy !== null && !isOurs ? { found: `${copy.id}, which is not this task's`, left: "a copy of its own" } : undefined,
  });
}

async function makeOrRemove(source: Source, context: RestoreContext, target: string, wanted: Wanted): Promise<void> {
  const { restores, kind, id } = placeOf(context, target);
  const { stage, source: from } = parseStage(target);
  if (wanted.kind === "gone") return restores.remove(kind, wanted.id);
  const { subnetGroup, securityGroupIds } = context.config;
  const to = { id: wanted.id, subnetGroup, securityGroupIds, tags: copyTags(context, from) };
  if (stage !== "member") return source.make(restores, kind, { id, engine: wanted.engine, context, to });
  const clusterId = copyName(context, { stage: "cluster", source: from });
  return restores.createMember({
    id: wanted.id,
    tags: to.tags,
    clusterId,
    engine: wanted.engine,
    instanceClass: wanted.instanceClass ?? "",
  });
}

function placeOf(
  { clients, config: { region } }: RestoreContext,
  target: string,
): { readonly restores: RestorePort; readonly kind: CopyKind; readonly id: string } {
  const { stage, source } = parseStage(target);
  const { region: place, id } = parseTarget(`cluster:${source}`, region);
  return { restores: clients.restores(place), kind: stage === "cluster" ? "cluster" : "instance", id };
}

/** An instance of a cluster is made of the cluster, whatever the copy's own state. */
async function originOf(source: Source, context: RestoreContext, target: string): Promise<NonNullable<Facts["origin"]>> {
  const { restores, id } = placeOf(context, target);
  const kind = parseStage(target).stage === "instance" ? "instance" : "cluster";
  const origin = await source.origin(restores, kind, { id, context });
  return { ...origin, behindSeconds: origin.until === null ? null : Math.max(0, Math.round(context.secondsSince(origin.until))) };
}

/** A name that is somebody else's is not taken over. */
function ownership({ copy, isOurs }: Facts): readonly Finding[] {
  if (copy === null || isOurs) return [];
  return [
    block("database.name_taken", `there is a database ${copy.id} that this task did not make; name another in config.names`, {
      copy: copy.id,
    }),
  ];
}

function placementFindings({ origin }: Facts, { executionType, config }: RestoreContext, target: string): readonly Finding[] {
  if (origin === null) return [];
  const { stage, source } = parseStage(target);
  const found: Finding[] = [];
  if (executionType === "drill" && origin.subnetGroup === config.subnetGroup)
    found.push(
      block("database.drill_not_isolated", `${source} is in subnet group ${config.subnetGroup} itself: a drill restores into another`, {
        subnetGroup: config.subnetGroup,
      }),
    );
  if (stage !== "instance" && (config.instanceClass ?? origin.instanceClass) === null)
    found.push(block("database.no_instance_class", `nobody can tell which class an instance of ${source} had: say config.instanceClass`));
  return found;
}

function ageFindings({ origin }: Facts, { executionType, config: { rpoSeconds } }: RestoreContext, target: string): readonly Finding[] {
  if (origin === null || parseStage(target).stage === "member") return [];
  const { until, restorableUntil, behindSeconds } = origin;
  if (until !== null && restorableUntil !== null && until > restorableUntil)
    return [
      block("database.not_restorable", `${until} is later than ${restorableUntil}, the latest that can be restored`, {
        until,
        restorableUntil,
      }),
    ];
  if (behindSeconds === null)
    return [warn("database.age_unknown", `nobody can tell how old the copy of ${parseStage(target).source} would be`)];
  const message = `a copy of ${parseStage(target).source} would be ${behindSeconds} s old`;
  if (rpoSeconds === undefined || behindSeconds <= rpoSeconds) return [info("database.age", message, { behindSeconds })];
  const exceeded = `${message}, more than the ${rpoSeconds} s of rpoSeconds`;
  return [(executionType === "drill" ? warn : block)("database.rpo_exceeded", exceeded, { behindSeconds, rpoSeconds })];
}

function rpoOf({ describe }: Source, { origin }: Facts) {
  const seconds = origin?.behindSeconds ?? null;
  if (seconds === null) return { seconds: null, method: describe, confidence: "unknown" as const };
  return { seconds, method: describe, confidence: describe === "snapshot" ? ("exact" as const) : ("estimate" as const) };
}
