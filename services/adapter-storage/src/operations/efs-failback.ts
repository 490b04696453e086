/** `storage.efs_failback`: replicates back over the former source, lets it go, and protects it as before. */
import { parseStage } from "@dr/adapter-kit";
import { drainBack, forget, release, replicate, unprotect } from "../efs/replication-stages.ts";
import { markActive } from "../efs/mark-active.ts";
import { eachPair, efsFailbackConfig, pairResources, type EfsConfig, type PairResources } from "../efs/input.ts";
import { classifyStorage } from "../failures.ts";
import { choice } from "../transitions.ts";
import { howToCheck } from "./efs-failover.ts";

const STAGES = ["forget", "unprotect", "reverse", "drain", "mark", "release", "reopen", "protect"];

/** Of each pair one after the other; what only the former source has is lost with `reverse`. */
export const efsFailback = choice<PairResources, EfsConfig>({
  description: "Replicates back over the former source, lets it go, and replicates from it as before",
  drill: { kind: "skipped" },
  failback: { none: "it is the way back" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 15,
  resources: pairResources,
  config: efsFailbackConfig,
  classify: classifyStorage,
  listTargets: ({ resources }) => eachPair(resources, STAGES),
  after: (target) => {
    const { stage, name } = parseStage(target);
    const former = STAGES[STAGES.indexOf(stage) - 1];
    return former === undefined ? [] : [`${former}:${name}`];
  },
  // Once the former source is let go it is written: nothing replicates over it again.
  endedBy: (target) => {
    const { stage, name } = parseStage(target);
    return STAGES.indexOf(stage) < STAGES.indexOf("release") ? `release:${name}` : undefined;
  },
  kinds: {
    forget,
    unprotect: unprotect("back"),
    reverse: replicate("back"),
    drain: drainBack,
    mark: markActive("source"),
    release,
    reopen: unprotect("forward", "mark"),
    protect: replicate("forward", "mark"),
  },
  kindOf: (target) => parseStage(target).stage,
  pointOfNoReturn: "once it is replicated back, the former source has lost what only it had",
  howToCheck,
});
