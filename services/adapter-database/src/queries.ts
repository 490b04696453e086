/** What this adapter answers without changing anything: which databases there are, and how one of them is. */
import type { Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import type * as z from "zod";
import type { DatabaseClients } from "./clients.ts";
import { globalId } from "./global/input.ts";
import { parseTarget } from "./input.ts";

const inRegion = lazyStrictObject(() => ({ region: declaredRegion().optional() }));

const clusters: Query<DatabaseClients, z.infer<typeof inRegion>> = {
  description: "Aurora, DocumentDB, Neptune and Multi-AZ DB clusters of a Region",
  input: inRegion,
  run: async ({ clients }, { region }) => ({ clusters: await clients.inventory(region).listClusters() }),
};

const instances: Query<DatabaseClients, z.infer<typeof inRegion>> = {
  description: "DB instances of a Region",
  input: inRegion,
  run: async ({ clients }, { region }) => ({ instances: await clients.inventory(region).listInstances() }),
};

const globalClusters: Query<DatabaseClients, z.infer<typeof inRegion>> = {
  description: "Global databases, as a Region sees them",
  input: inRegion,
  run: async ({ clients }, { region }) => ({ globalClusters: await clients.globals(region).listGlobals() }),
};

const oneOf = lazyStrictObject(() => ({
  ...inRegion.shape,
  cluster: resourceName("rds-cluster", { use: "mentions" }).optional(),
  instance: resourceName("rds-instance", { use: "mentions" }).optional(),
  globalCluster: resourceName("rds-global-cluster", { use: "mentions" }).optional(),
}));
const status: Query<DatabaseClients, z.infer<typeof oneOf>> = {
  description: "One cluster, instance or global database as it is now",
  input: oneOf.refine(
    (names) => [names.cluster, names.instance, names.globalCluster].filter(Boolean).length === 1,
    "expected one of cluster, instance, globalCluster",
  ),
  run: async ({ clients }, { region, cluster, instance, globalCluster }) => {
    if (globalCluster !== undefined) return clients.globals(region).describeGlobal(globalId(globalCluster));
    const target = parseTarget(cluster === undefined ? `instance:${instance}` : `cluster:${cluster}`, region);
    const rds = clients.rds(target.region);
    return target.kind === "cluster" ? rds.describeCluster(target.id.toLowerCase()) : rds.describeInstance(target.id.toLowerCase());
  },
};

/** Queries by the name that they are asked by. */
export const queries = { clusters, instances, global_clusters: globalClusters, status };
