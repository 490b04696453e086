// The health of a target at a moment.
import type { TargetHealth } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldView } from "../../world/world.ts";
import { instanceStateAt } from "../ec2/instance-state.ts";
import { instanceKind } from "../ec2/records.ts";
import { groupsIn, listenerKind, ruleKind, type TargetGroupRecord, type TargetRecord } from "./records.ts";

type Look = { readonly world: WorldView; readonly region: string; readonly nowMs: number };

/** Whether any listener or rule forwards to the group: without that its targets stay unused for ever. */
const isInUse = ({ world, region }: Look, { arn }: TargetGroupRecord): boolean =>
  [...world.list(listenerKind, region), ...world.list(ruleKind, region)].some(({ actions }) => groupsIn(actions).includes(arn));

/** In this order: draining, unused (group or target), initial, then what the health checks found. */
export const healthOf = (look: Look, group: TargetGroupRecord, target: TargetRecord): TargetHealth => {
  const { world, region, nowMs } = look;
  if (target.drainMs !== undefined && nowMs >= target.drainMs) {
    return { State: "draining", Reason: "Target.DeregistrationInProgress", Description: "Target deregistration is in progress" };
  }
  if (!isInUse(look, group)) {
    return {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target group is not configured to receive traffic from the load balancer",
    };
  }
  const instance = group.targetType === "instance" ? world.get(instanceKind, region, target.id) : undefined;
  const state = instance === undefined ? undefined : instanceStateAt(instance, nowMs);
  if (state !== undefined && state !== "running" && state !== "pending") {
    return { State: "unused", Reason: "Target.InvalidState", Description: "Target is in the stopped state" };
  }
  if (nowMs < target.checkedMs) {
    return { State: "initial", Reason: "Elb.InitialHealthChecking", Description: "Initial health checks in progress" };
  }
  return target.healthy
    ? { State: "healthy" }
    : { State: "unhealthy", Reason: "Target.FailedHealthChecks", Description: "Health checks failed" };
};

/** Targets that are still registered, draining ones among them. */
export const registeredAt = ({ targets }: TargetGroupRecord, nowMs: number): readonly TargetRecord[] =>
  targets.filter(({ goneMs }) => goneMs === undefined || nowMs < goneMs);
