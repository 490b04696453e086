// The simulated Auto Scaling.
import { defineService, type ServiceErrors } from "../../service.ts";
import { entriesIn, lastPart, namesOf } from "../../seeding/plan-names.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { describeActivities, describeGroups } from "./describe.ts";
import { ASG_LAUNCH, ASG_TERMINATE } from "./durations.ts";
import { groupKind, lifecycleAt, membersAt } from "./records.ts";
import { setDesiredCapacity, updateGroup } from "./scale.ts";
import { autoScalingSeed } from "./seed.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** Amazon EC2 Auto Scaling. */
export const autoscaling = defineService({
  service: "autoscaling",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-auto-scaling");
    return sdkProtocol(module, module.AutoScalingClient, errors);
  },
  operations: {
    DescribeAutoScalingGroups: describeGroups,
    DescribeScalingActivities: describeActivities,
    SetDesiredCapacity: setDesiredCapacity,
    UpdateAutoScalingGroup: updateGroup,
  },
  seed: autoScalingSeed,
  planResources: (tasks) => {
    const members = ["autoScalingGroups", "autoScalingGroupNames", "autoScalingGroupName"];
    const { names, skipped } = namesOf(members.flatMap((member) => entriesIn(tasks, member)));
    return { seed: { groups: names.map(({ name, ...region }) => ({ name: lastPart(name), ...region })) }, skipped };
  },
  view: (world, { nowMs }) => ({
    groups: everywhere(world, groupKind).map(({ region, body }) => ({
      region,
      name: body.name,
      min: body.min,
      max: body.max,
      desired: body.desired,
      instances: membersAt(body, nowMs).map((member) => ({ id: member.instanceId, state: lifecycleAt(member, nowMs) })),
    })),
  }),
  quotas: {},
  durations: { launch: ASG_LAUNCH, terminate: ASG_TERMINATE },
  events: [],
});
