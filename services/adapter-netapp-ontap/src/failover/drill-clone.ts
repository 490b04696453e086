/** What a drill makes instead of breaking the mirror: a FlexClone of the destination's last snapshot, mounted on a path of its own. */
import { volumeName } from "../input.ts";
import { clusterPort, fitLag, fitMirror, pathOf } from "../mirrors.ts";
import { effects } from "../transitions.ts";
import { describeFailover, readFailover, type FailoverContext } from "./facts.ts";

/** The clone by its name; `exists: false` removes it. */
export interface WantedClone {
  readonly name: string;
  readonly snapshot: string | null;
  readonly path: string;
  readonly exists: boolean;
}

/** Letters of the operation that tell its clone from every other. */
const MARK_LENGTH = 10;

/** Makes the clone; the way back removes it. */
export const drillClone = effects({
  settleSeconds: 20,
  describe: describeFailover,
  read: (context: FailoverContext, target, wanted: WantedClone | undefined) =>
    readFailover(context, target, wanted === undefined, { cloneName: wanted?.name }),
  fit: (facts, context) => [...fitMirror(facts.mirror, facts.nodes, context), ...fitLag(facts.mirror, context)],
  want: ({ mirror }, { config, resourceOperationId }): WantedClone => {
    const name = `${volumeName(mirror.destination.volume)}_drill_${resourceOperationId.slice(0, MARK_LENGTH)}`;
    return { name, snapshot: mirror.snapshot, path: `${config.drillPath ?? "/drill"}/${name}`.replaceAll("//", "/"), exists: true };
  },
  reached: ({ clone }, { exists }) => (clone !== null) === exists,
  act: async (context, _target, { before, wanted }) => {
    const port = await clusterPort(context, context.resources.destinationCluster);
    if (!wanted.exists) return port.deleteVolume(before.clone?.uuid ?? "");
    const { svm, volume } = before.mirror.destination;
    return port.clone({ svm, name: wanted.name, parent: volume, snapshot: wanted.snapshot, path: wanted.path });
  },
  evidence: ({ clone, mirror, cluster }, { wanted }) => ({
    after: {
      clone: clone?.name ?? null,
      path: clone?.path ?? null,
      snapshot: wanted.snapshot,
      activeCluster: mirror.source.cluster,
      drillCluster: cluster,
    },
    externalIds: clone ? { clone: clone.uuid } : {},
    rpo: { seconds: mirror.lagSeconds, method: "snapmirror_lag", confidence: mirror.lagSeconds === null ? "unknown" : "estimate" },
    dataLoss: { possible: false },
    warnings: wanted.exists ? [`a clone of ${pathOf(mirror.destination)} takes space until it is cleaned up`] : [],
  }),
  undo: (_before, _facts, { originals }) => ({ ...wantedOf(originals.at(-1)), exists: false }),
});

/** The clone that a journaled act made. */
export function wantedOf(original: { readonly pre: unknown } | undefined): WantedClone {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedClone };
  return wanted ?? { name: "", snapshot: null, path: "", exists: false };
}
