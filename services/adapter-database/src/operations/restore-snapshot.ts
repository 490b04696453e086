/** `database.restore_snapshot`: databases out of snapshots, in a subnet group of their own. */
import { snapshotConfig, snapshotResources } from "../restore/input.ts";
import type { Source } from "../restore/copy.ts";
import { restoring } from "../restore/restoring.ts";

const source: Source = {
  describe: "snapshot",
  origin: async (restores, kind, { id }) => {
    const { engine, takenAt } = await restores.snapshot(kind, id);
    return { engine, subnetGroup: null, restorableUntil: takenAt, until: takenAt, instanceClass: null };
  },
  make: (restores, kind, { id, engine, to }) => restores.restoreSnapshot(kind, { snapshot: id, engine }, to),
};
/** The way where nothing replicates: snapshots that were copied to the Region before. */
export const restoreSnapshot = restoring({
  description: "Restores snapshots as databases in a subnet group of their own; a drill removes them",
  noFailback: "the restored database is one of its own: what was written to it goes back by a snapshot in the other direction",
  resources: snapshotResources,
  config: snapshotConfig,
  listed: ({ clusterSnapshots, instanceSnapshots }) => [clusterSnapshots, instanceSnapshots],
  source,
  copyOf: (name) => `restored ${name}`,
});
