/** What a drill makes instead of breaking the mirror: FlexClones of the destination's last snapshot, mounted on paths of their own. */
import { block, type Finding, parseStage } from "@dr/adapter-kit";
import type { SvmFacts, VolumeFacts } from "../api/facts.ts";
import { isSvm } from "../input.ts";
import { jobFailureAt } from "../job-failure.ts";
import { clusterPort, fitLag, fitMirror, pathOf } from "../mirrors.ts";
import { effects } from "../transitions.ts";
import { describeFailover, readFailover, type FailoverContext, type FailoverFacts } from "./facts.ts";

/** The clones, one of each volume, by their names in a virtual machine; `exists: false` removes them. */
export interface WantedClones {
  readonly svm: string;
  readonly clones: readonly { readonly name: string; readonly parent: string; readonly path: string }[];
  readonly snapshot: string | null;
  readonly exists: boolean;
}

type DrillFacts = FailoverFacts & {
  /** Virtual machine that takes the clones; null: there is none of that name. */
  readonly drillSvm: SvmFacts | null;
  readonly clones: readonly VolumeFacts[];
};

/** Letters of the operation that tell its clones from all others. */
const MARK_LENGTH = 10;

/** Makes the clones; the way back removes them. Each has a name that nothing else has: what is there is not made again. */
export const drillClone = effects({
  settleSeconds: 20,
  describe: (facts: DrillFacts) => describeFailover(facts),
  read: async (context: FailoverContext, target, wanted: WantedClones | undefined): Promise<DrillFacts> => {
    const facts = await readFailover(context, target, wanted === undefined);
    const name = wanted?.svm ?? context.config.drillSvm ?? facts.mirror.destination.svm;
    const port = await clusterPort(context, context.resources.destinationCluster);
    return {
      ...facts,
      drillSvm: wanted === undefined ? await port.svm(name) : null,
      clones: wanted === undefined ? [] : await port.volumes(name, namesOf(wanted)),
    };
  },
  fit: (facts, context, target) => [
    ...fitMirror(facts.mirror, facts.nodes, context),
    ...fitLag(facts.mirror, context),
    ...fitDrillSvm(facts, context, target),
  ],
  want: ({ mirror }, { config, resourceOperationId }): WantedClones => {
    const mark = resourceOperationId.slice(0, MARK_LENGTH);
    const clones = mirror.members.destination.map((parent) => {
      const name = `${parent}_drill_${mark}`;
      return { name, parent, path: `${config.drillPath ?? "/drill"}/${name}`.replaceAll("//", "/") };
    });
    return { svm: config.drillSvm ?? mirror.destination.svm, clones, snapshot: mirror.snapshot, exists: true };
  },
  reached: ({ clones }, wanted) => clones.length === (wanted.exists ? wanted.clones.length : 0),
  act: async (context, _target, { before, wanted }) => {
    const port = await clusterPort(context, context.resources.destinationCluster);
    // Some may be there from an act that was cut off.
    const there = await port.volumes(wanted.svm, namesOf(wanted));
    const jobs: (string | null)[] = [];
    if (wanted.exists) {
      const { svm: parentSvm } = before.mirror.destination;
      for (const clone of wanted.clones.filter(({ name }) => !there.some((one) => one.name === name)))
        jobs.push((await port.clone({ svm: wanted.svm, parentSvm, snapshot: wanted.snapshot, ...clone })).jobUuid);
    } else {
      for (const { uuid } of there) jobs.push((await port.deleteVolume(uuid)).jobUuid);
    }
    return { jobs };
  },
  givenUp: (_facts, _change, sent) => jobFailureAt("destinationCluster", sent),
  evidence: ({ clones, mirror, cluster }, { wanted }) => ({
    after: {
      clone: clones[0]?.name ?? null,
      path: clones[0]?.path ?? null,
      ...(wanted.clones.length > 1 ? { clones: clones.map(({ name }) => name), paths: clones.flatMap(({ path }) => path ?? []) } : {}),
      snapshot: wanted.snapshot,
      activeCluster: mirror.source.cluster,
      drillCluster: cluster,
    },
    externalIds: Object.fromEntries(clones.map(({ name, uuid }) => [clones.length > 1 ? name : "clone", uuid])),
    rpo: { seconds: mirror.lagSeconds, method: "snapmirror_lag", confidence: mirror.lagSeconds === null ? "unknown" : "estimate" },
    dataLoss: { possible: false },
    warnings: wanted.exists ? [`a clone of ${pathOf(mirror.destination)} takes space until it is cleaned up`] : [],
  }),
  undo: (_before, _facts, { originals }) => ({ ...wantedOf(originals.at(-1)), exists: false }),
});

/** A virtual machine that is mirrored as a whole takes no clones (ONTAP, "What a destination SVM is"): they go into another. */
function fitDrillSvm({ drillSvm, mirror }: DrillFacts, { config }: FailoverContext, target: string): readonly Finding[] {
  const { svm } = mirror.destination;
  if (isSvm(pathOf(mirror.destination)) && (config.drillSvm === undefined || config.drillSvm === svm)) {
    const message = `${svm} is mirrored as a whole and takes no clones: name another virtual machine of the cluster in config.drillSvm`;
    return [block("ontap.no_drill_svm", message, { target: parseStage(target).name })];
  }
  if (config.drillSvm === undefined || (drillSvm?.state === "running" && drillSvm.subtype !== "dp_destination")) return [];
  const found = drillSvm
    ? `is ${drillSvm.state}${drillSvm.subtype === "dp_destination" ? " and mirrored as a whole" : ""}`
    : "is not there";
  return [block("ontap.no_drill_svm", `config.drillSvm ${config.drillSvm} ${found}: the clones need one that runs`, { drillSvm })];
}

function namesOf({ clones }: WantedClones): readonly string[] {
  return clones.map(({ name }) => name);
}

/** The clones that a journaled act made. */
export function wantedOf(original: { readonly pre: unknown } | undefined): WantedClones {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedClones };
  return wanted ?? { svm: "", clones: [], snapshot: null, exists: false };
}
