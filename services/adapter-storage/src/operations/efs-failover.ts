/** `storage.efs_failover`: makes the destinations of replications writable, from the Region that survives. */
import { onlyLooksInDrill, parseStage } from "@dr/adapter-kit";
import { drain, letGo } from "../efs/failover-stages.ts";
import { markActive } from "../efs/mark-active.ts";
import { eachPair, efsFailoverConfig, pairResources, type EfsConfig, type PairResources } from "../efs/input.ts";
import { classifyStorage } from "../failures.ts";
import { choice } from "../transitions.ts";

/** Nothing is let go before every pair has drained. */
export const efsFailover = choice<PairResources, EfsConfig>({
  description: "Makes the destinations of EFS replications writable, asked in the Region that survives",
  drill: { kind: "skipped" },
  failback: { by: "efs_failback" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 90 },
  pollSeconds: 15,
  resources: pairResources,
  config: efsFailoverConfig,
  classify: classifyStorage,
  listTargets: ({ resources }) => eachPair(resources, ["drain", "mark", "release"]),
  after: (target, { resources }) => {
    const { stage, name } = parseStage(target);
    if (stage === "release") return [`mark:${name}`];
    return stage === "mark" ? eachPair(resources, ["drain"]) : [];
  },
  kinds: { drain: onlyLooksInDrill(drain), mark: onlyLooksInDrill(markActive("destination")), release: onlyLooksInDrill(letGo) },
  kindOf: (target) => parseStage(target).stage,
  pointOfNoReturn: "once the destination is let go, the source is a copy that nobody updates: the way home overwrites it",
  howToCheck,
});

/** Where a person looks what became of a pair. */
export function howToCheck(target: string): string {
  return `aws efs describe-replication-configurations --file-system-id ${parseStage(target).name}, in the destination's Region`;
}
