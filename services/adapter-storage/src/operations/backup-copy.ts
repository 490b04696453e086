/** `storage.backup_copy`: copies the newest recovery point that is clean into another vault. */
import { parseStage } from "@dr/adapter-kit";
import { copyPoint } from "../backup/copy.ts";
import { backupCopyConfig, backupResources, eachResource, type BackupConfig, type BackupResources } from "../backup/input.ts";
import { choice } from "../transitions.ts";

/** Before a disaster, or to bring a point to where it is needed. */
export const backupCopy = choice<BackupResources, BackupConfig>({
  description: "Copies the newest recovery point that is clean into another vault",
  drill: { kind: "skipped" },
  failback: { none: "it moves nothing: copies are backups and stay" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 30,
  resources: backupResources,
  config: backupCopyConfig,
  listTargets: ({ resources }) => eachResource(resources, ["copy"]),
  kinds: { copy: copyPoint },
  kindOf: (target) => parseStage(target).stage,
  howToCheck: (target) => `aws backup list-copy-jobs, for ${parseStage(target).name}`,
});
