/** `database.restore_snapshot`: databases out of snapshots, in a subnet group of their own. */
import { undoingWith } from "@dr/adapter-kit";
import type * as z from "zod";
import { listStages, parseStage, snapshotConfig, snapshotResources, stageBefore } from "../restore/input.ts";
import { copyEffects, type Source } from "../restore/copy.ts";
import { choice } from "../transitions.ts";

const source: Source = {
  describe: "snapshot",
  origin: async (restores, kind, { id }) => {
    const { engine, takenAt } = await restores.snapshot(kind, id);
    return { engine, subnetGroup: null, restorableUntil: takenAt, until: takenAt, instanceClass: null };
  },
  make: (restores, kind, { id, engine, to }) => restores.restoreSnapshot(kind, { snapshot: id, engine }, to),
};
const copies = copyEffects<z.infer<typeof snapshotResources>>(source);

/** The way where nothing replicates: snapshots that were copied to the Region before. */
export const restoreSnapshot = choice({
  description: "Restores snapshots as databases in a subnet group of their own; a drill removes them",
  failback: { none: "the restored database is one of its own: what was written to it goes back by a snapshot in the other direction" },
  drill: { kind: "isolated_copy" },
  reversibility: "compensable",
  defaults: { timeoutSeconds: 7_200, heartbeatSeconds: 120, expectedSeconds: 900 },
  pollSeconds: 20,
  resources: snapshotResources,
  config: snapshotConfig,
  listTargets: ({ resources: { clusterSnapshots, instanceSnapshots } }) => listStages(clusterSnapshots, instanceSnapshots),
  after: (target) => stageBefore(target),
  timeoutSeconds: ({ restoreTimeout }) => restoreTimeout,
  kinds: { copy: copies },
  kindOf: () => "copy",
  cleanup: undoingWith(
    () => copies,
    (target, originals) => originals.map(() => `restored ${parseStage(target).source}`),
  ),
  howToCheck: (target) =>
    `aws rds describe-db-clusters and describe-db-instances: what has the tag dr:copy-of ${parseStage(target).source}`,
});
