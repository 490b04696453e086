/** `database.restore_point_in_time`: copies of databases as they were at a time, in a subnet group of their own; a drill clones and removes them. */
import { undoingWith } from "@dr/adapter-kit";
import type * as z from "zod";
import { listStages, parseStage, pointInTimeConfig, pointInTimeResources, stageBefore } from "../restore/input.ts";
import { copyEffects, type Source } from "../restore/copy.ts";
import { theOnly } from "../the-only.ts";
import { choice } from "../transitions.ts";

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
const copies = copyEffects<z.infer<typeof pointInTimeResources>>(source);

/** A cluster gets an instance once it is there; both go again after a drill, and in a rollback. */
export const restorePointInTime = choice({
  description: "Restores databases to a point in time as copies in a subnet group of their own; a drill clones them and removes the clones",
  failback: {
    none: "the copy is a database of its own: what was written to it goes back by a restore or a replica in the other direction",
  },
  drill: { kind: "isolated_copy" },
  reversibility: "compensable",
  defaults: { timeoutSeconds: 7_200, heartbeatSeconds: 120, expectedSeconds: 900 },
  pollSeconds: 20,
  resources: pointInTimeResources,
  config: pointInTimeConfig,
  listTargets: ({ resources: { clusters, instances } }) => listStages(clusters, instances),
  after: (target) => stageBefore(target),
  timeoutSeconds: ({ restoreTimeout }) => restoreTimeout,
  kinds: { copy: copies },
  kindOf: () => "copy",
  cleanup: undoingWith(
    () => copies,
    (target, originals) => originals.map(() => `copy of ${parseStage(target).source}`),
  ),
  howToCheck: (target) =>
    `aws rds describe-db-clusters and describe-db-instances: what has the tag dr:copy-of ${parseStage(target).source}`,
});
