/** The stages of a failover, each one call: last transfer, quiesce, break, mount, DNS. */
import { block, refuseWith, parseStage, NO_DATA, type Evidence } from "@dr/adapter-kit";
import { exportsOf, type WantedPlace } from "../input.ts";
import { jobFailureAt, type SentTo } from "../job-failure.ts";
import { areMounted, fitExports, mountAll } from "../mount.ts";
import { clusterPort, fitLag, fitMirror, isMirrored, mirroredState, pathOf } from "../mirrors.ts";
import { effects } from "../transitions.ts";
import {
  areWritable,
  describeFailover,
  identityOfChange,
  isLost,
  readFailover,
  statusOfMirror,
  type FailoverContext,
  type FailoverFacts,
} from "./facts.ts";

const SETTLE_SECONDS = 20;
const destinationJob = (_facts: FailoverFacts, _change: unknown, sent: SentTo<FailoverContext>) => jobFailureAt("destinationCluster", sent);
const shared = { settleSeconds: SETTLE_SECONDS, describe: describeFailover, identityOf: identityOfChange, givenUp: destinationJob };
const portOf = (context: FailoverContext) => clusterPort(context, context.resources.destinationCluster);
const uuidOf = ({ mirror }: FailoverFacts): Record<string, string> => ({ relationship: mirror.uuid });

/** A last transfer while the source still answers; none where it is lost. */
export const lastTransfer = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: { readonly known: readonly string[] | null } | undefined) =>
    readFailover(context, target, wanted === undefined, { transfers: true }),
  status: (facts) => statusOfMirror(facts),
  fit: (facts, context) => [...fitMirror(facts.mirror, facts.nodes, context), ...fitLag(facts.mirror, context)],
  // A mirror that is in sync has nothing left to transfer.
  want: ({ transfers, mirror }, context) => ({
    known: isLost(context) || !isMirrored(mirror) || mirror.state === "in_sync" ? null : transfers.map(({ uuid }) => uuid),
  }),
  reached: ({ transfers }, { known }) =>
    known === null || transfers.some(({ uuid, state }) => state === "success" && !known.includes(uuid)),
  act: async (context, _target, { before }) => (await portOf(context)).startTransfer(before.mirror.uuid),
  givenUp: (facts, change, sent) => {
    const { transfers, mirror } = facts;
    const lost = transfers.find(
      ({ uuid, state }) => !change.wanted.known?.includes(uuid) && ["failed", "aborted", "hard_aborted"].includes(state),
    );
    if (!lost) return destinationJob(facts, change, sent);
    return { code: "ontap.transfer_failed", message: `the last transfer of ${pathOf(mirror.destination)} ${lost.state}`, retryable: true };
  },
  evidence: (facts, { before, wanted }) => ({
    // What is in sync has everything without a transfer.
    after: { lagSeconds: facts.mirror.lagSeconds, hasEverything: wanted.known !== null || before.mirror.state === "in_sync" },
    externalIds: uuidOf(facts),
    rpo: NO_DATA,
  }),
  undo: () => ({ known: null }),
});

type WantedState = {
  readonly state: "paused" | "broken_off" | "mirrored";
  /** Of a break: a last transfer brought everything, or nothing was left to bring. */
  readonly hasEverything?: boolean;
};

function hasState({ mirror, volumes }: FailoverFacts, { state }: WantedState): boolean {
  if (state === "mirrored") return isMirrored(mirror);
  // What counts is that it can be written, not that the state is called so.
  if (state === "broken_off") return mirror.state === "broken_off" && areWritable(mirror.members.destination, volumes);
  return mirror.state === "paused" || mirror.state === "broken_off";
}

async function changeState(context: FailoverContext, mirror: FailoverFacts["mirror"], { state }: WantedState) {
  const port = await portOf(context);
  if (state === "paused") return port.pause(mirror.uuid);
  if (state === "mirrored") return port.mirror(mirror.uuid, mirroredState(mirror));
  return port.breakOff(mirror.uuid, { force: context.config.force === true });
}

/** No transfer begins any more. */
export const quiesce = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: WantedState | undefined) => readFailover(context, target, wanted === undefined),
  status: (facts: FailoverFacts) => statusOfMirror(facts),
  fit: (facts, context) => [
    ...fitMirror(facts.mirror, facts.nodes, context),
    // Before a planned one the last transfer was held against it.
    ...(isLost(context) ? fitLag(facts.mirror, context) : []),
  ],
  want: (): WantedState => ({ state: "paused" }),
  reached: hasState,
  act: (context, _target, { before, wanted }) => changeState(context, before.mirror, wanted),
  evidence: (facts, { before }) => ({
    before: { state: before.mirror.state, lagSeconds: before.mirror.lagSeconds },
    after: { state: facts.mirror.state },
    externalIds: uuidOf(facts),
    rpo: NO_DATA,
  }),
  undo: (): WantedState => ({ state: "mirrored" }),
});

/** Makes the destination writable. */
export const breakOff = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: WantedState | undefined) => readFailover(context, target, wanted === undefined),
  status: (facts: FailoverFacts) => statusOfMirror(facts),
  fit: (facts, context) => fitMirror(facts.mirror, facts.nodes, context),
  want: (_facts, { earlier }, target): WantedState => ({
    state: "broken_off",
    hasEverything: earlier(`transfer:${parseStage(target).name}`)?.result?.after["hasEverything"] === true,
  }),
  reached: hasState,
  act: (context, _target, { before, wanted }) => changeState(context, before.mirror, wanted),
  evidence: (facts, { before, wanted }) => (wanted.state === "broken_off" ? brokenEvidence(facts, before, wanted) : resyncEvidence(facts)),
  undo: ({ mirror }, _facts, context): WantedState => {
    if (context.config.discardDestinationWrites === true) return { state: "mirrored" };
    const message = `${pathOf(mirror.destination)} may have been written since; to go back without it say config.discardDestinationWrites, to keep it use failback`;
    throw refuseWith(block("ontap.rollback_discards_writes", message));
  },
});

function brokenEvidence(
  { cluster, mirror, volumes, secondsSinceIntent }: FailoverFacts,
  before: FailoverFacts,
  { hasEverything }: WantedState,
): Evidence {
  const { lagSeconds } = before.mirror;
  // Nothing is written after the last transfer (clients were stopped); without one what was written since the newest snapshot is lost, healthy or not.
  const rpo = hasEverything
    ? ({ seconds: 0, method: "last_transfer_then_quiesced", confidence: "estimate" } as const)
    : ({ seconds: lagSeconds, method: "snapmirror_lag", confidence: lagSeconds === null ? "unknown" : "estimate" } as const);
  return {
    before: { state: before.mirror.state, lagSeconds, snapshot: before.mirror.snapshot, activeCluster: mirror.source.cluster },
    after: {
      activeCluster: cluster,
      volumesFailedOver: mirror.members.destination,
      failoverTime: secondsSinceIntent,
      path: pathOf(mirror.destination),
      type: volumes[0]?.type ?? null,
    },
    externalIds: { relationship: mirror.uuid, ...idsOf(volumes) },
    rpo,
    dataLoss: rpo.seconds === 0 ? { possible: false } : { possible: true, ...(rpo.seconds === null ? {} : { seconds: rpo.seconds }) },
    warnings: ["the relationship is broken: until a failback or a resynchronisation nothing is protected"],
  };
}

function resyncEvidence(facts: FailoverFacts): Evidence {
  return { after: { state: facts.mirror.state, activeCluster: facts.mirror.source.cluster }, externalIds: uuidOf(facts) };
}

/** One id, or one by each volume's name. */
function idsOf(volumes: FailoverFacts["volumes"]): Record<string, string> {
  return Object.fromEntries(volumes.map(({ name, uuid }) => [volumes.length > 1 ? name : "volume", uuid]));
}

function placeOf(volumes: FailoverFacts["volumes"]): Record<string, unknown> {
  const [only = { path: null, policy: null }, ...others] = volumes;
  if (others.length === 0) return { path: only.path, exportPolicy: only.policy };
  return { paths: Object.fromEntries(volumes.map(({ name, path }) => [name, path])) };
}

/** Mounts the volume, or those of the group, where clients look for them. */
export const mount = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: readonly WantedPlace[] | undefined) =>
    readFailover(context, target, wanted === undefined),
  fit: ({ volumes, mirror }, { config }, target) => [
    ...mirror.members.destination
      .filter((name) => !volumes.some((volume) => volume.name === name))
      .map((name) => block("ontap.no_volume", `${mirror.destination.svm}:${name} is not there`)),
    ...fitExports(config, parseStage(target).name, mirror.destination, mirror.members.destination),
  ],
  want: ({ mirror }, { config }, target) => exportsOf(config, parseStage(target).name, mirror.members.destination),
  reached: ({ volumes }, wanted) => areMounted(volumes, wanted),
  act: async (context, _target, { before: { mirror }, wanted }) => mountAll(await portOf(context), mirror.destination.svm, wanted),
  evidence: ({ volumes, cluster }, { before }) => ({
    before: placeOf(before.volumes),
    after: { ...placeOf(volumes), activeCluster: cluster },
    externalIds: idsOf(volumes),
    rpo: NO_DATA,
  }),
  undo: ({ volumes }) => volumes.map(({ name, path }) => ({ volume: name, path: path ?? "", policy: null })),
});

/** The virtual machine that took over registers its addresses. */
export const dynamicDns = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: { readonly enabled: boolean } | undefined) =>
    readFailover(context, target, wanted === undefined, { dns: true }),
  fit: ({ dns, mirror }) =>
    dns ? [] : [block("ontap.no_dns", `${mirror.destination.svm} has no DNS: leave updateDNS out and use infrastructure.dns_update`)],
  want: () => ({ enabled: true }),
  reached: ({ dns }, { enabled }) => dns?.enabled === enabled,
  act: async (context, _target, { before, wanted }) =>
    (await portOf(context)).setDynamicDns(before.dns?.svmUuid ?? "", { ...wanted, fqdn: context.config.dnsName }),
  evidence: ({ dns, mirror }, { before }) => ({
    before: { dynamicDns: before.dns?.enabled ?? null },
    after: { dynamicDns: dns?.enabled ?? null, svm: mirror.destination.svm },
    rpo: NO_DATA,
  }),
  undo: ({ dns }) => ({ enabled: dns?.enabled ?? false }),
});
