/** The stages of a failback, each one call: a way back, resync over it, last transfer, quiesce, break, mount, protect again, release. */
import { block, warn, parseStage, NO_DATA, type Finding } from "@dr/adapter-kit";
import { ontapName } from "../fsx.ts";
import { areWritable } from "../failover/facts.ts";
import type { WantedSvm } from "../failover/svm-stages.ts";
import { exportsOf, type WantedPlace } from "../input.ts";
import { jobFailureAt, type SentTo } from "../job-failure.ts";
import { clusterPort, fitLag, isMirrored, mirroredState, pathOf } from "../mirrors.ts";
import { areMounted, fitExports, mountAll } from "../mount.ts";
import { effects } from "../transitions.ts";
import { describeFailback, identityOfFailback, readFailback, statusOfBoth, type FailbackContext, type FailbackFacts } from "./facts.ts";

const atSource = (context: FailbackContext) => clusterPort(context, context.resources.sourceCluster);
const atDestination = (context: FailbackContext) => clusterPort(context, context.resources.destinationCluster);
const jobAt = (end: Parameters<typeof jobFailureAt>[0]) => (_facts: FailbackFacts, _change: unknown, sent: SentTo<FailbackContext>) =>
  jobFailureAt(end, sent);
const shared = {
  settleSeconds: 20,
  describe: describeFailback,
  status: statusOfBoth,
  identityOf: identityOfFailback,
  givenUp: jobAt("sourceCluster"),
};
const idsOf = ({ mirror, reverse }: FailbackFacts): Record<string, string> => ({
  relationship: mirror.uuid,
  ...(reverse ? { reverse: reverse.uuid } : {}),
});
const stateOf = (facts: FailbackFacts) => ({
  source: pathOf(facts.mirror.source),
  type: facts.volumes[0]?.type ?? null,
  mirror: facts.mirror.state,
  reverse: facts.reverse?.state ?? null,
  lagSeconds: facts.reverse?.lagSeconds ?? null,
});
const evidenceOf = (facts: FailbackFacts, { before }: { readonly before: FailbackFacts }) => ({
  before: stateOf(before),
  after: stateOf(facts),
  externalIds: idsOf(facts),
  rpo: NO_DATA,
});

/** Both sides have to be there, and the destination has to be the one that is written. */
function fitFailback({ mirror, reverse }: FailbackFacts, { mode, resources, config }: FailbackContext): readonly Finding[] {
  if (mode === "unplanned") return [block("ontap.failback_needs_both", "a failback needs both clusters: start it as a planned execution")];
  if (reverse?.state === "broken_off" && !isMirrored(mirror)) {
    const message = `the relationship back onto ${pathOf(mirror.source)} is broken off: ${resources.sourceCluster} may hold newer data. Delete it, or resynchronise it by hand, when you know which side counts`;
    return [block("ontap.reverse_broken", message, { reverse: reverse.uuid })];
  }
  const loss = `${pathOf(mirror.source)} loses what it wrote after the last common snapshot`;
  return isMirrored(mirror) || !config.acceptDataLossOnSource ? [] : [warn("ontap.source_writes_lost", loss)];
}

/** Nothing is left to do where the mirror runs as always and there is no way back. */
const isBack = ({ mirror, reverse }: FailbackFacts): boolean => isMirrored(mirror) && reverse === null;

type Wanted = { readonly done: true };
const want = (): Wanted => ({ done: true });
const read = (context: FailbackContext, target: string) => readFailback(context, target);

/** A relationship from the destination back to the source. */
export const wayBack = effects({
  ...shared,
  read,
  fit: fitFailback,
  want,
  reached: (facts) => facts.reverse !== null || isBack(facts),
  act: async (context, _target, { before: { mirror } }) =>
    (await atSource(context)).createMirror({
      sourceCluster: ontapName(context.resources.destinationCluster),
      source: pathOf(mirror.destination),
      destination: pathOf(mirror.source),
      members: mirror.destination.volume.startsWith("/cg/")
        ? { source: mirror.members.destination, destination: mirror.members.source }
        : null,
      policy: mirror.policy,
    }),
  evidence: evidenceOf,
});

/** What the destination has, onto the source: what only the source has is lost. */
export const resync = effects({
  ...shared,
  read,
  fit: fitFailback,
  want,
  reached: (facts) => (facts.reverse !== null && (isMirrored(facts.reverse) || facts.reverse.state === "paused")) || isBack(facts),
  act: async (context, _target, { before: { mirror, reverse } }) =>
    (await atSource(context)).mirror(reverse?.uuid ?? "", mirroredState(mirror)),
  evidence: (facts, change) => ({
    ...evidenceOf(facts, change),
    rpo: { seconds: null, method: "source_writes_after_common_snapshot", confidence: "unknown" },
    dataLoss: { possible: true },
    warnings: [`${pathOf(facts.mirror.source)} has lost what it wrote after the last common snapshot`],
    reversible: false,
  }),
});

/** A last transfer, when clients of the destination were stopped. */
export const lastTransferBack = effects({
  ...shared,
  read: (context: FailbackContext, target, _wanted: { readonly known: readonly string[] | null } | undefined) =>
    readFailback(context, target, true),
  fit: ({ reverse }, context) => (reverse ? fitLag(reverse, context) : []),
  want: (facts) => ({
    known: isBack(facts) || ["paused", "in_sync"].includes(facts.reverse?.state ?? "") ? null : facts.transfers.map(({ uuid }) => uuid),
  }),
  reached: ({ transfers }, { known }) =>
    known === null || transfers.some(({ uuid, state }) => state === "success" && !known.includes(uuid)),
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).startTransfer(reverse?.uuid ?? ""),
  evidence: evidenceOf,
});

/** No transfer back begins any more. */
export const quiesceBack = effects({
  ...shared,
  read,
  want,
  reached: (facts) => facts.reverse?.state === "paused" || facts.reverse?.state === "broken_off" || isBack(facts),
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).pause(reverse?.uuid ?? ""),
  evidence: evidenceOf,
});

/** The source becomes writable again. */
export const breakBack = effects({
  ...shared,
  read,
  want,
  reached: (facts) => (facts.reverse?.state === "broken_off" && areWritable(facts.mirror.members.source, facts.volumes)) || isBack(facts),
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).breakOff(reverse?.uuid ?? "", { force: false }),
  evidence: (facts, change) => ({
    ...evidenceOf(facts, change),
    after: {
      ...stateOf(facts),
      activeCluster: facts.mirror.source.cluster,
      volumesFailedBack: facts.mirror.members.source,
      failbackTime: facts.secondsSinceIntent,
    },
  }),
});

/** Mounts the source's volumes where they are exported. */
export const mountBack = effects({
  ...shared,
  read: (context: FailbackContext, target, _wanted: readonly WantedPlace[] | undefined) => readFailback(context, target),
  fit: ({ mirror }, { config }, target) => fitExports(config, parseStage(target).name, mirror.source, mirror.members.source),
  want: ({ mirror }, { config }, target) => exportsOf(config, parseStage(target).name, mirror.members.source),
  reached: ({ volumes }, wanted) => areMounted(volumes, wanted),
  act: async (context, _target, { before: { mirror }, wanted }) => mountAll(await atSource(context), mirror.source.svm, wanted),
  evidence: (facts, change) => ({
    ...evidenceOf(facts, change),
    after: { path: facts.volumes[0]?.path ?? null, paths: Object.fromEntries(facts.volumes.map(({ name, path }) => [name, path])) },
  }),
});

type End = "sourceSvm" | "destinationSvm";

/** Starts or stops the virtual machine of one end; nothing is left to do where the mirror runs as always. */
const svmStage = (end: End, state: NonNullable<WantedSvm["state"]>, isDone: (facts: FailbackFacts) => boolean) =>
  effects({
    ...shared,
    givenUp: jobAt(end === "sourceSvm" ? "sourceCluster" : "destinationCluster"),
    read,
    fit: (facts) => (facts[end] ? [] : [block("ontap.no_svm", `${describeFailback(facts)}: a virtual machine of it is missing`)]),
    want,
    reached: (facts) => facts[end]?.state === state || isDone(facts),
    act: async (context, _target, { before }) =>
      (await (end === "sourceSvm" ? atSource : atDestination)(context)).setSvmState(before[end]?.uuid ?? "", state),
    evidence: (facts, { before }) => ({
      before: { svm: before[end]?.name ?? null, state: before[end]?.state ?? null },
      after: { svm: facts[end]?.name ?? null, state: facts[end]?.state ?? null },
      externalIds: facts[end] ? { svm: facts[end].uuid } : {},
      rpo: NO_DATA,
    }),
  });

const isUnderWay = (facts: FailbackFacts): boolean => facts.reverse !== null && facts.reverse.state !== "uninitialized";
/** Stops the source's virtual machine: what is to be written over must not serve. */
export const halt = svmStage("sourceSvm", "stopped", (facts) => isUnderWay(facts) || isBack(facts));
/** Stops the destination's virtual machine, so that nothing is written after the last transfer. */
export const fenceBack = svmStage("destinationSvm", "stopped", isBack);
/** Starts the source's virtual machine: it serves again. */
export const startBack = svmStage("sourceSvm", "running", () => false);

/** The relationship that was broken follows its source again: it is still there, and is not made anew. */
export const protect = effects({
  ...shared,
  givenUp: jobAt("destinationCluster"),
  read,
  want,
  reached: ({ mirror }) => isMirrored(mirror),
  act: async (context, _target, { before: { mirror } }) => (await atDestination(context)).mirror(mirror.uuid, mirroredState(mirror)),
  evidence: evidenceOf,
});

/** The way back is not needed any more; the common snapshots stay. */
export const release = effects({
  ...shared,
  read,
  want,
  reached: ({ reverse }) => reverse === null,
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).releaseMirror(reverse?.uuid ?? ""),
  evidence: evidenceOf,
});
