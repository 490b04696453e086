/** `storage.ebs_snapshot`: keeps all volumes of instances at one moment, and copies that to another Region. */
import { parseStage } from "@dr/adapter-kit";
import { copy, keep, snapshotConfig, snapshotResources, type SnapshotConfig, type SnapshotResources } from "../ebs/snapshot-stages.ts";
import { classifyStorage } from "../failures.ts";
import { choice } from "../transitions.ts";
import { idOf } from "../written.ts";

/** Crash-consistent over the volumes of an instance, not over instances. */
export const ebsSnapshot = choice<SnapshotResources, SnapshotConfig>({
  description: "Keeps all volumes of instances at one moment (crash-consistent), and copies the snapshots to another Region",
  drill: { kind: "skipped" },
  failback: { none: "it moves nothing: snapshots are backups and stay" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 30,
  resources: snapshotResources,
  config: snapshotConfig,
  classify: classifyStorage,
  listTargets: ({ resources }) => {
    const instances = [...new Set(resources.instanceIds.map(idOf))];
    return [
      ...instances.map((id) => `keep:${id}`),
      ...(resources.destinationRegion === undefined ? [] : instances.map((id) => `copy:${id}`)),
    ];
  },
  after: (target) => (parseStage(target).stage === "copy" ? [`keep:${parseStage(target).name}`] : []),
  kinds: { keep, copy },
  kindOf: (target) => parseStage(target).stage,
  howToCheck: (target) =>
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag-key,Values=dr:operation-id (${parseStage(target).name})`,
});
