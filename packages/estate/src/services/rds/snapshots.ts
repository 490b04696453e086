// Snapshots of databases: listed, and restored into something new. The name is the idempotency.
import type {
  DBClusterSnapshotMessage,
  DBSnapshotMessage,
  RestoreDBClusterFromSnapshotResult,
  RestoreDBInstanceFromDBSnapshotResult,
} from "@aws-sdk/client-rds";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { RDS_RESTORE } from "./durations.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceKind, type InstanceRecord, snapshotKind, type SnapshotRecord, toIdentifier } from "./records.ts";
import { addCluster, identifier, isTaken, madeOf, placed, readyAt } from "./restore.ts";

const arnOf = (accountId: string, { kind, region, identifier: name }: SnapshotRecord): string =>
  `arn:aws:rds:${region}:${accountId}:${kind === "cluster" ? "cluster-snapshot" : "snapshot"}:${name}`;

const find = (world: WorldView, region: string, kind: SnapshotRecord["kind"], name: string): SnapshotRecord => {
  const found = world.get(snapshotKind, region, `${kind}:${toIdentifier(name)}`);
  if (found) return found;
  const code = kind === "cluster" ? "DBClusterSnapshotNotFoundFault" : "DBSnapshotNotFound";
  throw awsError(code, `${toIdentifier(name)} not found.`, 404);
};

/** DescribeDBClusterSnapshots by identifier. */
export const describeClusterSnapshots = readOperation({
  input: z.object({ DBClusterSnapshotIdentifier: z.string() }),
  run: ({ DBClusterSnapshotIdentifier: name }, { world, region, accountId }): DBClusterSnapshotMessage => {
    const snapshot = find(world, region, "cluster", name);
    return {
      DBClusterSnapshots: [
        {
          DBClusterSnapshotIdentifier: snapshot.identifier,
          DBClusterSnapshotArn: arnOf(accountId, snapshot),
          DBClusterIdentifier: snapshot.source,
          Engine: snapshot.engine,
          EngineVersion: snapshot.engineVersion,
          Status: "available",
          SnapshotCreateTime: new Date(snapshot.createdMs),
        },
      ],
    };
  },
});

/** DescribeDBSnapshots by identifier. */
export const describeInstanceSnapshots = readOperation({
  input: z.object({ DBSnapshotIdentifier: z.string() }),
  run: ({ DBSnapshotIdentifier: name }, { world, region, accountId }): DBSnapshotMessage => {
    const snapshot = find(world, region, "instance", name);
    return {
      DBSnapshots: [
        {
          DBSnapshotIdentifier: snapshot.identifier,
          DBSnapshotArn: arnOf(accountId, snapshot),
          DBInstanceIdentifier: snapshot.source,
          Engine: snapshot.engine,
          EngineVersion: snapshot.engineVersion,
          Status: "available",
          SnapshotCreateTime: new Date(snapshot.createdMs),
        },
      ],
    };
  },
});

/** A cluster without instances. */
export const restoreClusterSnapshot = writeOperation({
  input: z.object({ SnapshotIdentifier: z.string(), DBClusterIdentifier: identifier, Engine: z.string(), ...placed }),
  resources: ({ DBClusterIdentifier, SnapshotIdentifier }) => [DBClusterIdentifier, SnapshotIdentifier].map(toIdentifier),
  run: (request, call): RestoreDBClusterFromSnapshotResult => {
    const snapshot = find(call.world, call.region, "cluster", request.SnapshotIdentifier);
    if (snapshot.engine !== request.Engine) throw awsError("InvalidRestoreFault", `The snapshot is of engine ${snapshot.engine}.`);
    return { DBCluster: addCluster(call, toIdentifier(request.DBClusterIdentifier), { of: snapshot, request, takes: RDS_RESTORE }) };
  },
});

/** An instance that stands alone. */
export const restoreInstanceSnapshot = writeOperation({
  input: z.object({ DBSnapshotIdentifier: z.string(), DBInstanceIdentifier: identifier, ...placed }),
  resources: ({ DBInstanceIdentifier, DBSnapshotIdentifier }) => [DBInstanceIdentifier, DBSnapshotIdentifier].map(toIdentifier),
  run: (request, call): RestoreDBInstanceFromDBSnapshotResult => {
    const { world, region, accountId, nowMs } = call;
    const { engine, engineVersion } = find(world, region, "instance", request.DBSnapshotIdentifier);
    const target = toIdentifier(request.DBInstanceIdentifier);
    if (isTaken(world.get(instanceKind, region, target), nowMs))
      throw awsError("DBInstanceAlreadyExists", `DB instance already exists: ${target}`);
    const instance: InstanceRecord = {
      identifier: target,
      region,
      engine,
      engineVersion,
      createdMs: nowMs,
      readyMs: readyAt(call, RDS_RESTORE),
      availabilityZone: `${region}a`,
      made: madeOf(request),
    };
    world.put(instanceKind, region, target, instance);
    return { DBInstance: instanceShape({ instance, cluster: undefined }, instanceStateAt(instance, undefined, nowMs), accountId, nowMs) };
  },
});
