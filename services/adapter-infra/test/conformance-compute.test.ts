/** Instances and capacity under the kit's conformance suite, on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";

const WEB = "i-0a1b2c3d4e5f60001";
const APP = "i-0a1b2c3d4e5f60002";

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { instanceIds: ["not an instance"] },
  scenarios: [
    {
      name: "two stopped instances are started, one named by its ARN in another Region",
      operation: "ec2_start",
      resources: { instanceIds: [WEB, `arn:aws:ec2:eu-west-1:123456789012:instance/${APP}`] },
      createWorld: (clock) =>
        estateWorld(clock, {
          ec2: {
            instances: [
              { id: WEB, state: "stopped" as const },
              { id: APP, region: "eu-west-1", state: "stopped" as const },
            ],
          },
        }),
      effects: [`StartInstances ${WEB}`, `StartInstances ${APP}`],
      rollbackEffects: [`StopInstances ${WEB}`, `StopInstances ${APP}`],
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
    {
      name: "a running instance is stopped",
      operation: "ec2_stop",
      resources: { instanceIds: [WEB] },
      createWorld: (clock) => estateWorld(clock, { ec2: { instances: [{ id: WEB }] } }),
      effects: [`StopInstances ${WEB}`],
      rollbackEffects: [`StartInstances ${WEB}`],
      takesAtLeastSeconds: 20,
      sampled: SAMPLED,
    },
    {
      name: "an Auto Scaling group grows",
      operation: "asg_capacity",
      resources: { autoScalingGroups: [{ name: "web", max: 6, desired: 3 }] },
      createWorld: (clock) => estateWorld(clock, { autoscaling: { groups: [{ name: "web", min: 0, max: 2, desired: 1 }] } }),
      effects: ["UpdateAutoScalingGroup web"],
      rollbackEffects: ["UpdateAutoScalingGroup web"],
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
  ],
});
