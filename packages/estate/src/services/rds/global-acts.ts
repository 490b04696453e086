// SwitchoverGlobalCluster, FailoverGlobalCluster and RemoveFromGlobalCluster.
import type { FailoverGlobalClusterResult, RemoveFromGlobalClusterResult, SwitchoverGlobalClusterResult } from "@aws-sdk/client-rds";
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { clusterStateAt } from "./cluster-state.ts";
import {
  AURORA_GLOBAL_DETACH,
  AURORA_GLOBAL_FAILOVER,
  AURORA_GLOBAL_SWITCHOVER,
  RDS_AFTER_GLOBAL_FLIP,
  RDS_STALE_READ,
} from "./durations.ts";
import { globalShape } from "./global-shape.ts";
import { globalStateAt, membersAt } from "./global-state.ts";
import { clusterNotFound, globalClusterNotFound, invalidClusterState, invalidCombination, invalidGlobalState } from "./rds-errors.ts";
import { clusterKind, type GlobalChange, globalClusterKind, type GlobalClusterRecord, toIdentifier } from "./records.ts";

const clusterArn = z.string().regex(/^arn:aws[\w-]*:rds:[\w-]+:\d{12}:cluster:[\w-]+$/u, "expected the ARN of a DB cluster");

const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

const requireGlobal = ({ world, nowMs }: WriteCall, name: string): GlobalClusterRecord => {
  const found = world.get(globalClusterKind, GLOBAL_REGION, toIdentifier(name));
  if (found === undefined) throw globalClusterNotFound(toIdentifier(name));
  if (globalStateAt(found, nowMs).status !== "available" || (found.change !== undefined && nowMs < found.change.endMs)) {
    throw invalidGlobalState(`Global cluster ${found.identifier} is not in available state.`);
  }
  return found;
};

const requireTarget = (call: WriteCall, { identifier, members }: GlobalClusterRecord, arn: string): void => {
  const member = members.find((one) => one.clusterArn === arn);
  if (member === undefined || (member.leavesMs ?? call.nowMs + 1) <= call.nowMs) throw clusterNotFound(arn);
  if (member.writer) throw invalidClusterState(`${arn} is the primary cluster of ${identifier} already.`);
  const cluster = call.world.get(clusterKind, regionOf(arn), toIdentifier(arn));
  if (cluster !== undefined && clusterStateAt(cluster, call.nowMs).busy) throw invalidClusterState(`DB cluster ${arn} is not available.`);
};

type Wish = { readonly target: string; readonly kind: GlobalChange["kind"]; readonly dataLoss: boolean };

/** A switchover needs both Regions; a failover that allows data loss needs the target's only. */
const change = (call: WriteCall, record: GlobalClusterRecord, { target, kind, dataLoss }: Wish): GlobalClusterRecord => {
  const { nowMs, chance, faulty, downSinceMs } = call;
  requireTarget(call, record, target);
  const from = globalStateAt(record, nowMs).writer;
  if (kind === "switchover" && downSinceMs(regionOf(from)) !== undefined) {
    throw invalidGlobalState(`The primary cluster ${from} is not healthy: a switchover is not possible.`);
  }
  const range = kind === "switchover" ? AURORA_GLOBAL_SWITCHOVER : AURORA_GLOBAL_FAILOVER;
  const endMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(range, kind);
  const flipMs = endMs === NEVER_MS ? NEVER_MS : endMs - chance.durationMs(RDS_AFTER_GLOBAL_FLIP, "after");
  const next: GlobalClusterRecord = {
    ...record,
    members: record.members.map((member) => ({ ...member, writer: member.clusterArn === target })),
    change: { kind, from, to: target, dataLoss, visibleMs: nowMs + chance.durationMs(RDS_STALE_READ, "stale"), flipMs, endMs },
  };
  call.world.put(globalClusterKind, GLOBAL_REGION, record.identifier, next);
  return next;
};

const names = { GlobalClusterIdentifier: z.string().min(1), TargetDbClusterIdentifier: clusterArn };

/** Planned, without data loss. */
export const switchoverGlobalCluster = writeOperation({
  input: z.object(names),
  resources: ({ GlobalClusterIdentifier, TargetDbClusterIdentifier }) => [toIdentifier(GlobalClusterIdentifier), TargetDbClusterIdentifier],
  run: ({ GlobalClusterIdentifier, TargetDbClusterIdentifier }, call): SwitchoverGlobalClusterResult => {
    const record = requireGlobal(call, GlobalClusterIdentifier);
    const next = change(call, record, { target: TargetDbClusterIdentifier, kind: "switchover", dataLoss: false });
    return { GlobalCluster: globalShape(next, call.accountId, call.nowMs) };
  },
});

/** Without AllowDataLoss it is a switchover, as on AWS: it fails when the primary's Region is gone. */
export const failoverGlobalCluster = writeOperation({
  input: z.object({ ...names, AllowDataLoss: z.boolean().default(false), Switchover: z.boolean().default(false) }),
  resources: ({ GlobalClusterIdentifier, TargetDbClusterIdentifier }) => [toIdentifier(GlobalClusterIdentifier), TargetDbClusterIdentifier],
  run: ({ GlobalClusterIdentifier, TargetDbClusterIdentifier, AllowDataLoss, Switchover }, call): FailoverGlobalClusterResult => {
    if (AllowDataLoss && Switchover) throw invalidCombination("AllowDataLoss and Switchover cannot be used together.");
    const record = requireGlobal(call, GlobalClusterIdentifier);
    const kind = AllowDataLoss ? "failover" : "switchover";
    const next = change(call, record, { target: TargetDbClusterIdentifier, kind, dataLoss: AllowDataLoss });
    return { GlobalCluster: globalShape(next, call.accountId, call.nowMs) };
  },
});

/** Detaches a secondary cluster, which then stands alone; it does not come back by itself. */
export const removeFromGlobalCluster = writeOperation({
  input: z.object({ GlobalClusterIdentifier: z.string().min(1), DbClusterIdentifier: clusterArn }),
  resources: ({ GlobalClusterIdentifier, DbClusterIdentifier }) => [toIdentifier(GlobalClusterIdentifier), DbClusterIdentifier],
  run: ({ GlobalClusterIdentifier, DbClusterIdentifier }, call): RemoveFromGlobalClusterResult => {
    const record = requireGlobal(call, GlobalClusterIdentifier);
    const members = membersAt(record, call.nowMs);
    const member = members.find(({ clusterArn: arn }) => arn === DbClusterIdentifier);
    if (member === undefined) throw clusterNotFound(DbClusterIdentifier);
    if (member.leavesMs !== undefined)
      throw invalidGlobalState(`${DbClusterIdentifier} is being removed from ${record.identifier} already.`);
    if (member.writer && members.length > 1) throw invalidGlobalState("The primary cluster can be removed only when it is the last one.");
    const { change: _change, ...rest } = record;
    const leavesMs = call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(AURORA_GLOBAL_DETACH, "detach");
    const next = { ...rest, members: members.map((one) => (one === member ? { ...one, leavesMs } : one)) };
    call.world.put(globalClusterKind, GLOBAL_REGION, record.identifier, next);
    return { GlobalCluster: globalShape(next, call.accountId, call.nowMs) };
  },
});
