// Databases that tasks of a plan name.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, namesOf, type NamedResource } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { planGlobalClusters } from "./plan-globals.ts";
import { planReplicas, wantsReplicas } from "./plan-replicas.ts";
import type { RdsSeed } from "./seed.ts";

/** Healthy ones, by name. Other technologies may list things of their own under `clusters` and `instances` (EC2 instances, say). */
export const planRds = (tasks: readonly PlanTask[]): PlanSeed<RdsSeed> => {
  const others = tasks.filter((task) => !wantsReplicas(task));
  const clusters = namesOf(entriesIn(others, "clusters", { technology: "database" }));
  const instances = namesOf(entriesIn(others, "instances", { technology: "database" }));
  const replicas = planReplicas(tasks);
  const snapshots = (["cluster", "instance"] as const).map((of) => ({
    of,
    ...namesOf(entriesIn(tasks, `${of}Snapshots`, { technology: "database" })),
  }));
  const globals = planGlobalClusters(tasks);
  return {
    seed: {
      clusters: [...replicas.clusters, ...clusters.names.map(toSeed), ...globals.clusters],
      instances: [...replicas.instances, ...instances.names.map(toSeed)],
      globalClusters: globals.globalClusters,
      snapshots: snapshots.flatMap(({ of, names }) =>
        names.map(({ name, ...region }) => ({ identifier: name, ...region, of, source: name })),
      ),
    },
    skipped: [clusters, instances, replicas, globals, ...snapshots].flatMap(({ skipped }) => skipped),
  };
};

const toSeed = ({ name, ...region }: NamedResource) => ({ identifier: name, ...region });
