// Restores to a point in time: an instance, a cluster, or a clone of a cluster. The name is the idempotency.
import type { RestoreDBClusterToPointInTimeResult, RestoreDBInstanceToPointInTimeResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { fromTagList } from "../../tag-list.ts";
import { clusterShape } from "./cluster-shape.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { AURORA_CLONE, RDS_RESTORE } from "./durations.ts";
import { instanceShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";
import { clusterNotFound, instanceNotFound, invalidCombination } from "./rds-errors.ts";
import { clusterKind, instanceKind, type InstanceRecord, isThere, type Made, toIdentifier } from "./records.ts";

/** Where a copy is put, and what it is called for its owner. */
export const placed = {
  DBSubnetGroupName: z.string().default("default"),
  VpcSecurityGroupIds: z.array(z.string()).default([]),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
};

/** What was said of a copy. */
export const madeOf = ({ DBSubnetGroupName, VpcSecurityGroupIds, Tags }: z.output<z.ZodObject<typeof placed>>): Made => ({
  tags: fromTagList(Tags),
  subnetGroup: DBSubnetGroupName,
  securityGroupIds: VpcSecurityGroupIds,
});

const moment = { UseLatestRestorableTime: z.boolean().default(false) };
/** An identifier of something new. */
export const identifier = z.string().regex(/^[A-Za-z][\w-]{0,62}$/u, "expected an identifier: a letter, then letters, digits and hyphens");

const requireMoment = (latest: boolean, wanted: Date | undefined, { nowMs }: WriteCall, createdMs: number): void => {
  if (latest === (wanted !== undefined)) throw invalidCombination("Specify either a time or UseLatestRestorableTime.");
  if (wanted !== undefined && (wanted.getTime() > nowMs || wanted.getTime() < createdMs)) {
    throw awsError("InvalidRestoreFault", "Cannot restore to the time specified.");
  }
};

/** A name is free again once a deletion is through. */
export const isTaken = (record: { readonly goneMs?: number } | undefined, nowMs: number): boolean =>
  record !== undefined && isThere(record, nowMs);

/** When a copy works. */
export const readyAt = ({ nowMs, chance, faulty }: WriteCall, range: typeof RDS_RESTORE): number =>
  faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(range, "restore");

/** Creates a new instance; one of that name is DBInstanceAlreadyExists. */
export const restoreInstance = writeOperation({
  input: z.object({
    SourceDBInstanceIdentifier: z.string(),
    TargetDBInstanceIdentifier: identifier,
    RestoreTime: z.date().optional(),
    MultiAZ: z.boolean().default(false),
    ...moment,
    ...placed,
  }),
  resources: ({ TargetDBInstanceIdentifier, SourceDBInstanceIdentifier }) =>
    [TargetDBInstanceIdentifier, SourceDBInstanceIdentifier].map(toIdentifier),
  run: (request, call): RestoreDBInstanceToPointInTimeResult => {
    const { world, region, accountId, nowMs } = call;
    const source = world.get(instanceKind, region, toIdentifier(request.SourceDBInstanceIdentifier));
    if (source === undefined) throw instanceNotFound(toIdentifier(request.SourceDBInstanceIdentifier));
    requireMoment(request.UseLatestRestorableTime, request.RestoreTime, call, source.createdMs);
    const target = toIdentifier(request.TargetDBInstanceIdentifier);
    if (isTaken(world.get(instanceKind, region, target), nowMs)) {
      throw awsError("DBInstanceAlreadyExists", `DB instance already exists: ${target}`);
    }
    const instance: InstanceRecord = {
      identifier: target,
      region,
      engine: source.engine,
      engineVersion: source.engineVersion,
      createdMs: nowMs,
      readyMs: readyAt(call, RDS_RESTORE),
      availabilityZone: `${region}a`,
      made: madeOf(request),
      ...(request.MultiAZ && { secondaryAvailabilityZone: `${region}b` }),
    };
    world.put(instanceKind, region, target, instance);
    return { DBInstance: instanceShape({ instance, cluster: undefined }, instanceStateAt(instance, undefined, nowMs), accountId, nowMs) };
  },
});

/** Creates a new cluster without instances; RestoreType copy-on-write is a clone, which is quick. */
export const restoreCluster = writeOperation({
  input: z.object({
    SourceDBClusterIdentifier: z.string(),
    DBClusterIdentifier: identifier,
    RestoreToTime: z.date().optional(),
    RestoreType: z.enum(["full-copy", "copy-on-write"]).default("full-copy"),
    ...moment,
    ...placed,
  }),
  resources: ({ DBClusterIdentifier, SourceDBClusterIdentifier }) => [DBClusterIdentifier, SourceDBClusterIdentifier].map(toIdentifier),
  run: (request, call): RestoreDBClusterToPointInTimeResult => {
    const { world, region } = call;
    const source = world.get(clusterKind, region, toIdentifier(request.SourceDBClusterIdentifier));
    if (source === undefined) throw clusterNotFound(toIdentifier(request.SourceDBClusterIdentifier));
    requireMoment(request.UseLatestRestorableTime, request.RestoreToTime, call, source.createdMs);
    const target = toIdentifier(request.DBClusterIdentifier);
    return {
      DBCluster: addCluster(call, target, {
        of: source,
        request,
        takes: request.RestoreType === "copy-on-write" ? AURORA_CLONE : RDS_RESTORE,
      }),
    };
  },
});

/** Makes a cluster without instances out of another one, or of a snapshot, and tells of it. */
export function addCluster(
  call: WriteCall,
  target: string,
  {
    of: { engine, engineVersion },
    request,
    takes,
  }: {
    readonly of: { readonly engine: string; readonly engineVersion: string };
    readonly request: Parameters<typeof madeOf>[0];
    readonly takes: typeof RDS_RESTORE;
  },
) {
  const { world, region, accountId, nowMs } = call;
  if (isTaken(world.get(clusterKind, region, target), nowMs))
    throw awsError("DBClusterAlreadyExistsFault", `DB cluster already exists: ${target}`);
  const cluster = {
    identifier: target,
    region,
    engine,
    engineVersion,
    createdMs: nowMs,
    readyMs: readyAt(call, takes),
    members: [],
    writer: "",
    made: madeOf(request),
  };
  world.put(clusterKind, region, target, cluster);
  return clusterShape(cluster, clusterStateAt(cluster, nowMs), accountId, nowMs);
}
