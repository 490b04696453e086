// The simulated RDS as people see it.
import type { Moment } from "../../service.ts";
import { everywhere } from "../../world/everywhere.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { clusterOf } from "./describe-instances.ts";
import { instanceStateAt } from "./instance-state.ts";
import { clusterKind, globalClusterKind, instanceKind, isThere } from "./records.ts";

/** Clusters, instances and global databases with what Describe shows of them. */
export const rdsView = (world: WorldView, { nowMs }: Moment) => ({
  clusters: everywhere(world, clusterKind)
    .filter(({ body }) => isThere(body, nowMs))
    .map(({ body }) => ({
      identifier: body.identifier,
      region: body.region,
      engine: body.engine,
      ...clusterStateAt(body, nowMs).shown,
      members: body.members.map(({ identifier }) => identifier),
    })),
  instances: everywhere(world, instanceKind)
    .filter(({ body }) => isThere(body, nowMs))
    .map(({ body }) => ({
      identifier: body.identifier,
      region: body.region,
      engine: body.engine,
      ...instanceStateAt(body, clusterOf(world, body), nowMs).shown,
      multiAz: body.secondaryAvailabilityZone !== undefined,
      ...(body.clusterIdentifier !== undefined && { clusterIdentifier: body.clusterIdentifier }),
    })),
  globalClusters: world.list(globalClusterKind, GLOBAL_REGION),
});
