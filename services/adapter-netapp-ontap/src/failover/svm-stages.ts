/** The stages that a whole virtual machine goes through beside those of its mirror: the source's is stopped, the destination's is started. */
import { block, NO_DATA } from "@dr/adapter-kit";
import { jobFailureAt } from "../job-failure.ts";
import { clusterPort, fitLag, fitMirror, isMirrored, pathOf } from "../mirrors.ts";
import { effects } from "../transitions.ts";
import { describeFailover, identityOfChange, isLost, readFailover, type FailoverContext } from "./facts.ts";

/** What a virtual machine shall be; null: nothing is asked of it. */
export interface WantedSvm {
  readonly state: "running" | "stopped" | null;
}

const shared = { settleSeconds: 20, describe: describeFailover, identityOf: identityOfChange };

/** Stops the source's virtual machine, so that nothing is written after the last transfer and no address is served twice. None where it is lost. */
export const fence = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: WantedSvm | undefined) =>
    readFailover(context, target, wanted === undefined, { sourceSvm: !isLost(context) }),
  fit: ({ mirror, nodes, sourceSvm }, context) => [
    ...fitMirror(mirror, nodes, context),
    ...(isLost(context) ? [] : fitLag(mirror, context)),
    ...(sourceSvm || isLost(context)
      ? []
      : [block("ontap.no_svm", `${mirror.source.svm} is not on ${context.resources.sourceCluster}: the relationship is of no use`)]),
  ],
  // What is broken off was failed over before: its source is not ours to stop any more.
  want: ({ mirror }, context): WantedSvm => ({ state: isLost(context) || !isMirrored(mirror) ? null : "stopped" }),
  reached: ({ sourceSvm }, { state }) => state === null || sourceSvm?.state === state,
  act: async (context, _target, { before, wanted }) =>
    (await clusterPort(context, context.resources.sourceCluster)).setSvmState(before.sourceSvm?.uuid ?? "", wanted.state ?? "stopped"),
  givenUp: (_facts, _change, sent) => jobFailureAt("sourceCluster", sent),
  evidence: ({ sourceSvm }, { before, wanted }) => ({
    before: { svm: before.sourceSvm?.name ?? null, state: before.sourceSvm?.state ?? null },
    after: { svm: sourceSvm?.name ?? null, state: sourceSvm?.state ?? null },
    externalIds: sourceSvm ? { svm: sourceSvm.uuid } : {},
    rpo: NO_DATA,
    warnings:
      wanted.state === null ? ["the source's virtual machine was not stopped: keep it off the network before its site comes back"] : [],
  }),
  undo: ({ sourceSvm }): WantedSvm => ({ state: sourceSvm?.state === "running" ? "running" : null }),
});

/** Starts the destination's virtual machine: from here on it serves, at the addresses and exports that were mirrored with it. */
export const start = effects({
  ...shared,
  read: (context: FailoverContext, target, wanted: WantedSvm | undefined) =>
    readFailover(context, target, wanted === undefined, { svm: true }),
  fit: ({ svm, mirror }) => (svm ? [] : [block("ontap.no_svm", `${pathOf(mirror.destination)} has no virtual machine`)]),
  want: (): WantedSvm => ({ state: "running" }),
  reached: ({ svm }, { state }) => state === null || svm?.state === state,
  act: async (context, _target, { before, wanted }) =>
    (await clusterPort(context, context.resources.destinationCluster)).setSvmState(before.svm?.uuid ?? "", wanted.state ?? "stopped"),
  givenUp: (_facts, _change, sent) => jobFailureAt("destinationCluster", sent),
  evidence: ({ svm, cluster, volumes }, { before }) => ({
    before: { state: before.svm?.state ?? null },
    after: { svm: svm?.name ?? null, state: svm?.state ?? null, activeCluster: cluster, paths: volumes.flatMap(({ path }) => path ?? []) },
    externalIds: svm ? { svm: svm.uuid } : {},
    rpo: NO_DATA,
  }),
  undo: ({ svm }): WantedSvm => ({ state: svm?.state === "running" ? null : "stopped" }),
});
