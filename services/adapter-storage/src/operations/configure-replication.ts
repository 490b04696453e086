/** `storage.configure_replication`: replicates file systems to others that exist. */
import { parseStage } from "@dr/adapter-kit";
import { eachPair, efsReplicationConfig, pairResources, type EfsConfig, type PairResources } from "../efs/input.ts";
import { replicate, unprotect } from "../efs/replication-stages.ts";
import { classifyStorage } from "../failures.ts";
import { choice } from "../transitions.ts";
import { howToCheck } from "./efs-failover.ts";

/** What only the destination has is lost. */
export const configureReplication = choice<PairResources, EfsConfig>({
  description: "Replicates EFS file systems to others that exist",
  drill: { kind: "skipped" },
  failback: { none: "it moves nothing" },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 15,
  resources: pairResources,
  config: efsReplicationConfig,
  classify: classifyStorage,
  listTargets: ({ resources }) => eachPair(resources, ["reopen", "protect"]),
  after: (target) => (parseStage(target).stage === "protect" ? [`reopen:${parseStage(target).name}`] : []),
  kinds: { reopen: unprotect("forward"), protect: replicate("forward") },
  kindOf: (target) => parseStage(target).stage,
  pointOfNoReturn: "once it is replicated to, the destination has lost what only it had",
  howToCheck,
});
