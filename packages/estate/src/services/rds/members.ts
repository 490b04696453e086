// Instances that are put into a cluster, and databases that are deleted.
import type { CreateDBInstanceResult, DeleteDBClusterResult, DeleteDBInstanceResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { writeOperation } from "../../operation.ts";
import { fromTagList } from "../../tag-list.ts";
import { clusterShape } from "./cluster-shape.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { clusterOf } from "./describe-instances.ts";
import { RDS_CREATE_MEMBER, RDS_DELETE } from "./durations.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { clusterNotFound, instanceNotFound, invalidClusterState, invalidCombination, invalidInstanceState } from "./rds-errors.ts";
import { clusterKind, instanceKind, type InstanceRecord, isThere, toIdentifier } from "./records.ts";
import { identifier, isTaken, readyAt } from "./restore.ts";

/** CreateDBInstance into a cluster that works; the first one writes. */
export const createInstance = writeOperation({
  input: z.object({
    DBInstanceIdentifier: identifier,
    DBInstanceClass: z.string(),
    Engine: z.string(),
    DBClusterIdentifier: z.string(),
    PubliclyAccessible: z.boolean().default(false),
    Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  }),
  resources: ({ DBInstanceIdentifier, DBClusterIdentifier }) => [DBInstanceIdentifier, DBClusterIdentifier].map(toIdentifier),
  run: ({ Tags, ...request }, call): CreateDBInstanceResult => {
    const { world, region, accountId, nowMs } = call;
    const cluster = world.get(clusterKind, region, toIdentifier(request.DBClusterIdentifier));
    if (cluster === undefined || !isThere(cluster, nowMs)) throw clusterNotFound(toIdentifier(request.DBClusterIdentifier));
    if (clusterStateAt(cluster, nowMs).shown.status !== "available") throw invalidClusterState(`${cluster.identifier} is not available.`);
    const target = toIdentifier(request.DBInstanceIdentifier);
    if (isTaken(world.get(instanceKind, region, target), nowMs))
      throw awsError("DBInstanceAlreadyExists", `DB instance already exists: ${target}`);
    const instance: InstanceRecord = {
      identifier: target,
      region,
      engine: cluster.engine,
      engineVersion: cluster.engineVersion,
      createdMs: nowMs,
      readyMs: readyAt(call, RDS_CREATE_MEMBER),
      availabilityZone: `${region}a`,
      clusterIdentifier: cluster.identifier,
      made: {
        subnetGroup: cluster.made?.subnetGroup ?? "default",
        securityGroupIds: [],
        tags: fromTagList(Tags),
      },
    };
    const members = [...cluster.members, { identifier: target, promotionTier: 1 }];
    const next = { ...cluster, members, writer: cluster.writer === "" ? target : cluster.writer };
    world.put(instanceKind, region, target, instance);
    world.put(clusterKind, region, cluster.identifier, next);
    return { DBInstance: instanceShape({ instance, cluster: next }, instanceStateAt(instance, next, nowMs), accountId, nowMs) };
  },
});

/** DeleteDBInstance; one that is protected, as all are that nobody restored, is refused. */
export const deleteInstance = writeOperation({
  input: z.object({
    DBInstanceIdentifier: z.string(),
    SkipFinalSnapshot: z.boolean().default(false),
    DeleteAutomatedBackups: z.boolean().default(true),
  }),
  resources: ({ DBInstanceIdentifier }) => [toIdentifier(DBInstanceIdentifier)],
  run: ({ DBInstanceIdentifier, SkipFinalSnapshot }, { world, region, accountId, nowMs, chance, faulty }): DeleteDBInstanceResult => {
    const instance = world.get(instanceKind, region, toIdentifier(DBInstanceIdentifier));
    if (instance === undefined || !isThere(instance, nowMs)) throw instanceNotFound(toIdentifier(DBInstanceIdentifier));
    if (instance.made === undefined)
      throw invalidCombination("Cannot delete protected DB Instance, please disable deletion protection and try again.");
    if (!SkipFinalSnapshot && instance.clusterIdentifier === undefined)
      throw invalidCombination("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    if (instance.goneMs !== undefined) throw invalidInstanceState(`Instance ${instance.identifier} is already being deleted.`);
    const goneMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(RDS_DELETE, "delete");
    const next = { ...instance, goneMs };
    world.put(instanceKind, region, instance.identifier, next);
    const cluster = clusterOf(world, next);
    if (cluster)
      world.put(clusterKind, region, cluster.identifier, {
        ...cluster,
        members: cluster.members.filter(({ identifier: name }) => name !== instance.identifier),
      });
    return { DBInstance: instanceShape({ instance: next, cluster: undefined }, instanceStateAt(next, undefined, nowMs), accountId, nowMs) };
  },
});

/** DeleteDBCluster; one that has instances is refused. */
export const deleteCluster = writeOperation({
  input: z.object({ DBClusterIdentifier: z.string(), SkipFinalSnapshot: z.boolean().default(false) }),
  resources: ({ DBClusterIdentifier }) => [toIdentifier(DBClusterIdentifier)],
  run: ({ DBClusterIdentifier, SkipFinalSnapshot }, { world, region, accountId, nowMs, chance, faulty }): DeleteDBClusterResult => {
    const cluster = world.get(clusterKind, region, toIdentifier(DBClusterIdentifier));
    if (cluster === undefined || !isThere(cluster, nowMs)) throw clusterNotFound(toIdentifier(DBClusterIdentifier));
    if (cluster.made === undefined)
      throw invalidCombination("Cannot delete protected Cluster, please disable deletion protection and try again.");
    if (!SkipFinalSnapshot) throw invalidCombination("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    const members = world
      .list(instanceKind, region)
      .filter((instance) => instance.clusterIdentifier === cluster.identifier && isThere(instance, nowMs));
    if (members.length > 0) throw invalidClusterState("Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    if (cluster.goneMs !== undefined) throw invalidClusterState(`Cluster ${cluster.identifier} is already being deleted.`);
    const next = { ...cluster, goneMs: faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(RDS_DELETE, "delete") };
    world.put(clusterKind, region, cluster.identifier, next);
    return { DBCluster: clusterShape(next, clusterStateAt(next, nowMs), accountId, nowMs) };
  },
});
