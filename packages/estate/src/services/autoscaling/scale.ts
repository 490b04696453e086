// UpdateAutoScalingGroup and SetDesiredCapacity: instances come and go until the group has what is desired.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { ASG_LAUNCH, ASG_TERMINATE } from "./durations.ts";
import { activityKind, groupKind, type GroupRecord, type MemberRecord, membersAt } from "./records.ts";

const name = z.string().min(1).max(255);
const size = z.int().min(0);

const requireGroup = ({ world, region }: WriteCall, wanted: string): GroupRecord => {
  const group = world.get(groupKind, region, wanted);
  if (group === undefined) throw awsError("ValidationError", `AutoScalingGroup name not found - AutoScalingGroup '${wanted}' not found`);
  return group;
};

/** All three numbers at once; a desired capacity outside the bounds is refused. */
export const updateGroup = writeOperation({
  input: z.object({ AutoScalingGroupName: name, MinSize: size.optional(), MaxSize: size.optional(), DesiredCapacity: size.optional() }),
  resources: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
  run: ({ AutoScalingGroupName, MinSize, MaxSize, DesiredCapacity }, call) => {
    const group = requireGroup(call, AutoScalingGroupName);
    const min = MinSize ?? group.min;
    const max = MaxSize ?? group.max;
    if (min > max) throw awsError("ValidationError", `Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
    const desired = DesiredCapacity ?? Math.min(max, Math.max(min, group.desired));
    scaleTo(call, { ...group, min, max }, desired);
    return {};
  },
});

/** The desired capacity alone. */
export const setDesiredCapacity = writeOperation({
  input: z.object({ AutoScalingGroupName: name, DesiredCapacity: size, HonorCooldown: z.boolean().optional() }),
  resources: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
  run: ({ AutoScalingGroupName, DesiredCapacity }, call) => {
    scaleTo(call, requireGroup(call, AutoScalingGroupName), DesiredCapacity);
    return {};
  },
});

const scaleTo = (call: WriteCall, group: GroupRecord, desired: number): void => {
  if (desired < group.min || desired > group.max) {
    throw awsError("ValidationError", `New SetDesiredCapacity value ${desired} is outside the bounds ${group.min} and ${group.max}.`);
  }
  const { world, region, nowMs } = call;
  const staying = membersAt(group, nowMs).filter(({ leavesMs }) => leavesMs === undefined);
  const leaving = membersAt(group, nowMs).filter(({ leavesMs }) => leavesMs !== undefined);
  const kept = staying.slice(0, desired);
  const removed = staying.slice(desired).map((member) => leave(call, group, member));
  const added = Array.from({ length: Math.max(0, desired - staying.length) }, (_, index) => launch(call, group, index)).filter(
    (member) => member !== undefined,
  );
  world.put(groupKind, region, group.name, { ...group, desired, members: [...kept, ...added, ...removed, ...leaving] });
};

const leave = (call: WriteCall, group: GroupRecord, member: MemberRecord): MemberRecord => {
  const goneMs = call.nowMs + call.chance.durationMs(ASG_TERMINATE, `terminate|${member.instanceId}`);
  note(call, { group: group.name, description: `Terminating EC2 instance: ${member.instanceId}`, endMs: goneMs, failed: false });
  return { ...member, leavesMs: call.nowMs, goneMs };
};

/** A launch that fails leaves an activity and no instance; one that never completes stays pending. */
const launch = (call: WriteCall, group: GroupRecord, index: number): MemberRecord | undefined => {
  const { nowMs, chance, faulty } = call;
  const instanceId = `i-${chance.hex(17, `instance|${index}`)}`;
  const failed = faulty("launch-failed", [group.name]);
  const endMs = faulty("never-completes", [group.name]) ? NEVER_MS : nowMs + chance.durationMs(ASG_LAUNCH, `launch|${index}`);
  note(call, { group: group.name, description: `Launching a new EC2 instance: ${instanceId}`, endMs, failed });
  if (failed) return undefined;
  return { instanceId, zone: group.zones[index % group.zones.length] ?? "", launchedMs: nowMs, inServiceMs: endMs };
};

const note = (
  { world, region, nowMs, chance }: WriteCall,
  activity: { readonly group: string; readonly description: string; readonly endMs: number; readonly failed: boolean },
): void => {
  const id = chance.hex(32, `activity|${activity.description}`);
  world.put(activityKind, region, id, { id, startMs: nowMs, ...activity });
};
