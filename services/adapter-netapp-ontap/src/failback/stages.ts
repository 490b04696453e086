/** The stages of a failback, each one call: a way back, resync over it, last transfer, quiesce, break, mount, protect again, release. */
import { block, warn, parseStage, NO_DATA, type Finding } from "@dr/adapter-kit";
import { exportOf } from "../input.ts";
import { clusterPort, fitLag, isMirrored, pathOf } from "../mirrors.ts";
import { effects } from "../transitions.ts";
import { describeFailback, readFailback, statusOfBoth, type FailbackContext, type FailbackFacts } from "./facts.ts";

const shared = { settleSeconds: 20, describe: describeFailback, status: statusOfBoth };
const atSource = (context: FailbackContext) => clusterPort(context, context.resources.sourceCluster);
const atDestination = (context: FailbackContext) => clusterPort(context, context.resources.destinationCluster);
const idsOf = ({ mirror, reverse }: FailbackFacts): Record<string, string> => ({
  relationship: mirror.uuid,
  ...(reverse ? { reverse: reverse.uuid } : {}),
});
const stateOf = (facts: FailbackFacts) => ({
  source: pathOf(facts.mirror.source),
  type: facts.volume?.type ?? null,
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
      sourceCluster: context.resources.destinationCluster,
      source: pathOf(mirror.destination),
      destination: pathOf(mirror.source),
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
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).mirror(reverse?.uuid ?? ""),
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
  want: (facts) => ({ known: isBack(facts) || facts.reverse?.state === "paused" ? null : facts.transfers.map(({ uuid }) => uuid) }),
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
  reached: (facts) => (facts.reverse?.state === "broken_off" && facts.volume?.type === "rw") || isBack(facts),
  act: async (context, _target, { before: { reverse } }) => (await atSource(context)).breakOff(reverse?.uuid ?? "", { force: false }),
  evidence: (facts, change) => ({
    ...evidenceOf(facts, change),
    after: {
      ...stateOf(facts),
      activeCluster: facts.mirror.source.cluster,
      volumesFailedBack: [facts.mirror.source.volume],
      failbackTime: facts.secondsSinceIntent,
    },
  }),
});

/** Mounts the source's volume where it is exported. */
export const mountBack = effects({
  ...shared,
  read: (context: FailbackContext, target, _wanted: { readonly path: string; readonly policy: string | null } | undefined) =>
    readFailback(context, target),
  want: (_facts, { config }, target) => exportOf(config, parseStage(target).name),
  reached: ({ volume }, { path, policy }) => (volume?.path ?? "") === path && (policy === null || volume?.policy === policy),
  act: async (context, _target, { before, wanted }) => (await atSource(context)).mount(before.volume?.uuid ?? "", wanted),
  evidence: (facts, change) => ({ ...evidenceOf(facts, change), after: { path: facts.volume?.path ?? null } }),
});

/** The relationship that was broken follows its source again: it is still there, and is not made anew. */
export const protect = effects({
  ...shared,
  read,
  want,
  reached: ({ mirror }) => isMirrored(mirror),
  act: async (context, _target, { before: { mirror } }) => (await atDestination(context)).mirror(mirror.uuid),
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
