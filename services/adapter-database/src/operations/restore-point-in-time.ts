/** `database.restore_point_in_time`: copies of databases as they were at a time, in a subnet group of their own; a drill clones and removes them. */
import { pointInTimeConfig, pointInTimeResources } from "../restore/input.ts";
import type { Source } from "../restore/copy.ts";
import { restoring } from "../restore/restoring.ts";
import { theOnly } from "../the-only.ts";

const source: Source = {
  describe: "point_in_time",
  origin: async (restores, kind, { id, context: { config } }) => {
    const found = await restores.find(kind, id);
    const { engine, subnetGroup, restorableUntil, instanceClass, writer } = theOnly(found === null ? [] : [found], kind, id);
    const ofWriter = writer === null ? null : await restores.find("instance", writer);
    return {
      engine,
      subnetGroup,
      restorableUntil,
      until: config.restoreTime ?? restorableUntil,
      instanceClass: instanceClass ?? ofWriter?.instanceClass ?? null,
    };
  },
  make: (restores, kind, { id, context, to }) => {
    const { restoreTime = null, copyOnWrite = context.executionType === "drill" } = context.config;
    return restores.restoreToTime(kind, { source: id, toTime: restoreTime, copyOnWrite }, to);
  },
};
/** A cluster gets an instance once it is there; both go again after a drill, and in a rollback. */
export const restorePointInTime = restoring({
  description: "Restores databases to a point in time as copies in a subnet group of their own; a drill clones them and removes the clones",
  noFailback: "the copy is a database of its own: what was written to it goes back by a restore or a replica in the other direction",
  resources: pointInTimeResources,
  config: pointInTimeConfig,
  listed: ({ clusters, instances }) => [clusters, instances],
  source,
  copyOf: (name) => `copy of ${name}`,
});
