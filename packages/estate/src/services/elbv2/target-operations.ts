// RegisterTargets, DeregisterTargets and DescribeTargetHealth.
import type { DescribeTargetHealthOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { instanceStateAt } from "../ec2/instance-state.ts";
import { instanceKind } from "../ec2/records.ts";
import { ELB_HEALTH_CHECKS } from "./durations.ts";
import { arn, requireByArn, targets } from "./elb-input.ts";
import { targetGroupKind, type TargetGroupRecord, type TargetRecord } from "./records.ts";
import { healthOf, registeredAt } from "./target-health.ts";

type Target = { readonly Id: string; readonly Port?: number | undefined };

const isSame = (record: TargetRecord, { Id, Port }: Target, group: TargetGroupRecord): boolean =>
  record.id === Id && record.port === (Port ?? group.port);

const input = z.object({ TargetGroupArn: arn, Targets: targets.min(1) });

/** Idempotent: a target that is registered stays as it is; one that drains comes back. */
export const registerTargets = writeOperation({
  input,
  resources: ({ TargetGroupArn, Targets }) => [TargetGroupArn, ...Targets.map(({ Id }) => Id)],
  run: ({ TargetGroupArn, Targets }, call) => {
    const group = requireByArn(call, targetGroupKind, "TargetGroup", TargetGroupArn);
    for (const target of Targets) requireRunning(call, group, target);
    const current = registeredAt(group, call.nowMs);
    const fresh = Targets.filter((target) => !current.some((record) => isSame(record, target, group) && record.drainMs === undefined));
    const kept = current.filter((record) => !fresh.some((target) => isSame(record, target, group)));
    const added = fresh.map((target) => newTarget(call, group, target));
    call.world.put(targetGroupKind, call.region, TargetGroupArn, { ...group, targets: [...kept, ...added] });
    return {};
  },
});

const requireRunning = ({ world, region, nowMs }: WriteCall, { targetType }: TargetGroupRecord, { Id }: Target): void => {
  if (targetType !== "instance") return;
  const instance = world.get(instanceKind, region, Id);
  const state = instance === undefined ? undefined : instanceStateAt(instance, nowMs);
  if (state !== "running")
    throw awsError("InvalidTarget", `The following targets are not in a running state and cannot be registered: '${Id}'`);
};

const newTarget = ({ nowMs, chance, faulty }: WriteCall, group: TargetGroupRecord, { Id, Port }: Target): TargetRecord => ({
  id: Id,
  port: Port ?? group.port,
  registeredMs: nowMs,
  checkedMs: faulty("never-completes", [Id]) ? NEVER_MS : nowMs + chance.durationMs(ELB_HEALTH_CHECKS, `checks|${Id}`),
  healthy: !faulty("launch-failed", [Id]),
});

/** Drains for the group's deregistration delay; a target that is not registered is InvalidTarget. */
export const deregisterTargets = writeOperation({
  input,
  resources: ({ TargetGroupArn, Targets }) => [TargetGroupArn, ...Targets.map(({ Id }) => Id)],
  run: ({ TargetGroupArn, Targets }, call) => {
    const group = requireByArn(call, targetGroupKind, "TargetGroup", TargetGroupArn);
    const current = registeredAt(group, call.nowMs);
    const named = (record: TargetRecord): boolean =>
      Targets.some(({ Id, Port }) => record.id === Id && (Port === undefined || record.port === Port));
    const unknown = Targets.find(({ Id }) => !current.some(({ id, drainMs }) => id === Id && drainMs === undefined));
    if (unknown !== undefined) throw awsError("InvalidTarget", `The following targets are not registered: '${unknown.Id}'`);
    const goneMs = call.nowMs + group.deregistrationDelaySeconds * 1000;
    const next = current.map((record) => (named(record) ? { ...record, drainMs: call.nowMs, goneMs } : record));
    call.world.put(targetGroupKind, call.region, TargetGroupArn, { ...group, targets: next });
    return {};
  },
});

/** All registered targets, or those asked for; one that is not registered is `unused`, not missing. */
export const describeTargetHealth = readOperation({
  input: z.object({ TargetGroupArn: arn, Targets: targets.default([]) }),
  resources: ({ TargetGroupArn }) => [TargetGroupArn],
  run: ({ TargetGroupArn, Targets }, call): DescribeTargetHealthOutput => {
    const group = requireByArn(call, targetGroupKind, "TargetGroup", TargetGroupArn);
    const current = registeredAt(group, call.nowMs);
    const told = (record: TargetRecord) => ({
      Target: { Id: record.id, Port: record.port },
      HealthCheckPort: String(record.port),
      TargetHealth: healthOf(call, group, record),
    });
    if (Targets.length === 0) return { TargetHealthDescriptions: current.map(told) };
    return {
      TargetHealthDescriptions: Targets.map((target) => {
        const record = current.find((one) => isSame(one, target, group));
        if (record !== undefined) return told(record);
        return {
          Target: { Id: target.Id, Port: target.Port ?? group.port },
          TargetHealth: {
            State: "unused" as const,
            Reason: "Target.NotRegistered" as const,
            Description: "Target is not registered to the target group",
          },
        };
      }),
    };
  },
  withStatus: (output, status) => ({
    TargetHealthDescriptions: output.TargetHealthDescriptions?.map((one) => ({ ...one, TargetHealth: { State: status } })),
  }),
});
