// The whole simulated world as it is now, for people and tests.
import { recoveryInstanceKind, jobKind, sourceServerKind } from "../drs/records.ts";
import { jobJson } from "../drs/job-state.ts";
import { ec2StateAt, isListed, recoveryInstanceJson } from "../drs/recovery-instance-state.ts";
import { replicationAt } from "../drs/replication.ts";
import { sourceServerJson } from "../drs/source-server-json.ts";
import { downSinceMs } from "../faults/fault-book.ts";
import { clusterStateAt } from "../rds/cluster-state.ts";
import { instanceStateAt } from "../rds/instance-state.ts";
import { clusterOf } from "../rds/describe-instances.ts";
import { clusterKind, globalClusterKind, instanceKind } from "../rds/records.ts";
import { changeXml } from "../route53/change-xml.ts";
import { changeKind, zoneKind } from "../route53/records.ts";
import { parameterKind } from "../ssm/records.ts";
import { GLOBAL_REGION, type Kind } from "../world/kind.ts";
import type { WorldView } from "../world/world.ts";

/** All resources with their present state; parameter values are left out. */
export const stateView = (world: WorldView, { nowMs, accountId }: { readonly nowMs: number; readonly accountId: string }) => {
  const all = <Body>(kind: Kind<Body>) =>
    world.regions(kind).flatMap((region) => world.list(kind, region).map((body) => ({ region, body })));
  return {
    rds: {
      clusters: all(clusterKind).map(({ body }) => ({
        identifier: body.identifier,
        region: body.region,
        engine: body.engine,
        ...clusterStateAt(body, nowMs).shown,
        members: body.members.map(({ identifier }) => identifier),
      })),
      instances: all(instanceKind).map(({ body }) => ({
        identifier: body.identifier,
        region: body.region,
        engine: body.engine,
        ...instanceStateAt(body, clusterOf(world, body), nowMs).shown,
        multiAz: body.secondaryAvailabilityZone !== undefined,
        ...(body.clusterIdentifier !== undefined && { clusterIdentifier: body.clusterIdentifier }),
      })),
      globalClusters: world.list(globalClusterKind, GLOBAL_REGION),
    },
    drs: {
      sourceServers: all(sourceServerKind).map(({ region, body }) => ({
        region,
        ...sourceServerJson(body, replicationAt(body, nowMs, downSinceMs(world, body.originRegion)), accountId, nowMs),
      })),
      jobs: all(jobKind).map(({ region, body }) => ({ region, ...jobJson(body, { region, accountId, nowMs }) })),
      recoveryInstances: all(recoveryInstanceKind)
        .filter(({ body }) => isListed(body, nowMs))
        .map(({ region, body }) => ({ region, ...recoveryInstanceJson(body, accountId, nowMs) })),
    },
    ec2: {
      instances: all(recoveryInstanceKind)
        .map(({ region, body }) => ({ region, instanceId: body.recoveryInstanceId, state: ec2StateAt(body, nowMs) }))
        .filter(({ state }) => state !== undefined),
    },
    route53: {
      zones: world.list(zoneKind, GLOBAL_REGION),
      changes: world.list(changeKind, GLOBAL_REGION).map((change) => changeXml(change, nowMs)),
    },
    ssm: { parameters: all(parameterKind).map(({ region, body: { name, type, version } }) => ({ region, name, type, version })) },
  };
};

/** The world as `stateView` tells it. */
export type EstateState = ReturnType<typeof stateView>;
