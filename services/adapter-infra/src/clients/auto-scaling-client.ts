/** The part of EC2 Auto Scaling that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  paginateDescribeScalingActivities,
  UpdateAutoScalingGroupCommand,
  type Instance,
} from "@aws-sdk/client-auto-scaling";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { DrError } from "@dr/events";

/** The three numbers of a group. */
export interface GroupSize {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

/**
 * A group as Auto Scaling tells it, in its own units: an instance counts as its weight, where the group has weights. `serving` counts what is InService and
 * Healthy; `members` all that the desired capacity speaks of, so none that stands by or is kept warm.
 */
export interface GroupFacts extends GroupSize {
  readonly name: string;
  readonly serving: number;
  readonly members: number;
}

/** Auto Scaling in one Region. Reads are repeated by the client, an update is sent once. */
export interface AutoScalingPort {
  /** Throws `infrastructure.group_not_found`: Auto Scaling itself answers with an empty list. */
  readonly describeGroup: (name: string) => Promise<GroupFacts>;
  /** Messages of the activities of a group that failed since then, newest first. */
  readonly failedActivities: (name: string, sinceIso: string) => Promise<readonly string[]>;
  /** All three numbers in one call. */
  readonly updateGroup: (name: string, size: GroupSize) => Promise<void>;
}

/** Instances beside the desired capacity (Auto Scaling user guide, "Instance lifecycle"). */
const ASIDE = /^(?:Standby|EnteringStandby|Warmed:|Detach)/;

/** Capacity in the group's units. */
const unitsOf = (instances: readonly Instance[]): number =>
  instances.reduce((sum, { WeightedCapacity }) => sum + (WeightedCapacity === undefined ? 1 : Number(WeightedCapacity)), 0);

/** Auto Scaling behind its port. */
export function createAutoScalingPort(env: FunctionEnv, region: string | undefined): AutoScalingPort {
  const { read, mutate } = createClientPair(env, (config) => new AutoScalingClient(config), region);
  return {
    describeGroup: async (name) => {
      const { AutoScalingGroups } = await read.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
      const [group] = AutoScalingGroups ?? [];
      if (!group) throw new DrError("infrastructure.group_not_found", `Auto Scaling has no group ${name}`);
      const members = group.Instances ?? [];
      return {
        name,
        min: group.MinSize ?? 0,
        max: group.MaxSize ?? 0,
        desired: group.DesiredCapacity ?? 0,
        serving: unitsOf(
          members.filter(({ LifecycleState, HealthStatus }) => LifecycleState === "InService" && HealthStatus === "Healthy"),
        ),
        members: unitsOf(members.filter(({ LifecycleState = "" }) => !ASIDE.test(LifecycleState))),
      };
    },
    failedActivities: async (name, sinceIso) => {
      const since = new Date(sinceIso);
      const failed: string[] = [];
      // Newest first, and of a group's whole life: what was before is not read.
      for await (const { Activities = [] } of paginateDescribeScalingActivities({ client: read }, { AutoScalingGroupName: name })) {
        const recent = Activities.filter(({ StartTime }) => StartTime !== undefined && StartTime >= since);
        for (const { StatusCode, StatusMessage, Description } of recent)
          if (StatusCode === "Failed") failed.push(StatusMessage ?? Description ?? "failed");
        if (recent.length < Activities.length) break;
      }
      return failed;
    },
    updateGroup: async (name, { min, max, desired }) => {
      await mutate.send(
        new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MinSize: min, MaxSize: max, DesiredCapacity: desired }),
      );
    },
  };
}
