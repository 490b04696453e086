// The records of the simulated Auto Scaling: groups, whose instances come and go in time.
import { defineKind } from "../../world/kind.ts";

/** An instance of a group: in service from `inServiceMs`, leaving from `leavesMs`, gone at `goneMs`. */
export type MemberRecord = {
  readonly instanceId: string;
  readonly zone: string;
  readonly launchedMs: number;
  readonly inServiceMs: number;
  readonly leavesMs?: number | undefined;
  readonly goneMs?: number | undefined;
};

/** A change of capacity, as DescribeScalingActivities tells it. */
export type ActivityRecord = {
  readonly id: string;
  readonly group: string;
  readonly description: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
};

/** A group. */
export type GroupRecord = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly zones: readonly string[];
  readonly members: readonly MemberRecord[];
};

/** Groups by name. */
export const groupKind = defineKind<GroupRecord>("autoscaling.group");
/** Activities by id. */
export const activityKind = defineKind<ActivityRecord>("autoscaling.activity");

/** Members that exist at a moment. */
export const membersAt = ({ members }: GroupRecord, nowMs: number): readonly MemberRecord[] =>
  members.filter(({ goneMs }) => goneMs === undefined || nowMs < goneMs);

/** Auto Scaling's word for a member. */
export const lifecycleAt = ({ inServiceMs, leavesMs }: MemberRecord, nowMs: number): "Pending" | "InService" | "Terminating" => {
  if (leavesMs !== undefined && nowMs >= leavesMs) return "Terminating";
  return nowMs < inServiceMs ? "Pending" : "InService";
};
