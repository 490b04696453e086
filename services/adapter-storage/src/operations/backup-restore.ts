/** `storage.backup_restore`: makes what was backed up anew, of the newest point that is clean; a drill proves that it can be, and leaves nothing. */
import { parseStage, undoingWith } from "@dr/adapter-kit";
import { check } from "../backup/check.ts";
import { backupResources, backupRestoreConfig, eachResource, type BackupConfig, type BackupResources } from "../backup/input.ts";
import type { RestorePre } from "../backup/journal.ts";
import { restore } from "../backup/restore.ts";
import { choice } from "../transitions.ts";

/** What is restored is something new: what it was backed up of is not touched. */
export const backupRestore = choice<BackupResources, BackupConfig>({
  description: "Restores what AWS Backup kept, from the newest recovery point that is clean",
  drill: { kind: "isolated_copy" },
  failback: { none: "what is restored is new: clients are led to it and back by what leads them" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 30,
  resources: backupResources,
  config: backupRestoreConfig,
  listTargets: ({ resources }) => eachResource(resources, ["restore", "check"]),
  after: (target) => (parseStage(target).stage === "check" ? [`restore:${parseStage(target).name}`] : []),
  kinds: { restore, check },
  kindOf: (target) => parseStage(target).stage,
  cleanup: undoingWith(
    (target) => (parseStage(target).stage === "restore" ? restore : undefined),
    (_target, originals) => originals.map(({ pre }) => `what was restored of ${(pre as RestorePre).point.arn}`),
  ),
  howToCheck: (target) => `aws backup list-restore-jobs, for ${parseStage(target).name}`,
});
