// DescribeAutoScalingGroups and DescribeScalingActivities.
import type { ActivitiesType, AutoScalingGroupsType } from "@aws-sdk/client-auto-scaling";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { activityKind, groupKind, lifecycleAt, membersAt } from "./records.ts";

const page = { MaxRecords: z.int().min(1).max(100).default(100), NextToken: z.string().optional() };

const pageOf = <Item>(
  items: readonly Item[],
  { MaxRecords, NextToken }: { readonly MaxRecords: number; readonly NextToken?: string | undefined },
) => {
  const found = paginate(items, NextToken, MaxRecords);
  if (found === undefined) throw awsError("InvalidNextToken", "The token is not valid.");
  return { items: found.items, ...(found.nextToken !== undefined && { NextToken: found.nextToken }) };
};

/** A group that does not exist is missing from the list, not an error. */
export const describeGroups = readOperation({
  input: z.object({ AutoScalingGroupNames: z.array(z.string()).default([]), ...page }),
  resources: ({ AutoScalingGroupNames }) => AutoScalingGroupNames,
  run: ({ AutoScalingGroupNames, ...paging }, { world, region, accountId, nowMs }): AutoScalingGroupsType => {
    const groups = world
      .list(groupKind, region)
      .filter(({ name }) => AutoScalingGroupNames.length === 0 || AutoScalingGroupNames.includes(name));
    const { items, ...next } = pageOf(groups, paging);
    return {
      AutoScalingGroups: items.map((group) => ({
        AutoScalingGroupName: group.name,
        AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:simulated:autoScalingGroupName/${group.name}`,
        MinSize: group.min,
        MaxSize: group.max,
        DesiredCapacity: group.desired,
        DefaultCooldown: 300,
        AvailabilityZones: [...group.zones],
        HealthCheckType: "EC2",
        CreatedTime: new Date(0),
        Instances: membersAt(group, nowMs).map((member) => ({
          InstanceId: member.instanceId,
          AvailabilityZone: member.zone,
          LifecycleState: lifecycleAt(member, nowMs),
          HealthStatus: "Healthy",
          ProtectedFromScaleIn: false,
        })),
      })),
      ...next,
    };
  },
  withStatus: (output, status) => ({
    ...output,
    AutoScalingGroups: output.AutoScalingGroups?.map((group) => ({
      ...group,
      Instances: group.Instances?.map((member) => ({ ...member, LifecycleState: status })),
    })),
  }),
});

/** Activities of a group, newest first; what has not ended is InProgress. */
export const describeActivities = readOperation({
  input: z.object({ AutoScalingGroupName: z.string().optional(), ActivityIds: z.array(z.string()).default([]), ...page }),
  resources: ({ AutoScalingGroupName }) => (AutoScalingGroupName === undefined ? [] : [AutoScalingGroupName]),
  run: ({ AutoScalingGroupName, ActivityIds, ...paging }, { world, region, nowMs }): ActivitiesType => {
    const activities = world
      .list(activityKind, region)
      .filter(({ group }) => AutoScalingGroupName === undefined || group === AutoScalingGroupName)
      .filter(({ id }) => ActivityIds.length === 0 || ActivityIds.includes(id))
      .toSorted((a, b) => b.startMs - a.startMs || a.id.localeCompare(b.id));
    const { items, ...next } = pageOf(activities, paging);
    return {
      Activities: items.map((activity) => {
        const over = nowMs >= activity.endMs && activity.endMs < NEVER_MS;
        return {
          ActivityId: activity.id,
          AutoScalingGroupName: activity.group,
          Description: activity.description,
          Cause: "simulated",
          StartTime: new Date(activity.startMs),
          ...(over && { EndTime: new Date(activity.endMs) }),
          StatusCode: over ? (activity.failed ? ("Failed" as const) : ("Successful" as const)) : ("InProgress" as const),
          ...(over && activity.failed && { StatusMessage: "We currently do not have sufficient capacity (simulated)." }),
          Progress: over ? 100 : 50,
        };
      }),
      ...next,
    };
  },
});
