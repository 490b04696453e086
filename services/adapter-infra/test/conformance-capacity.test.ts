/** Capacity of containers, event sources, routing controls and launches under the kit's conformance suite, on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { controlArn, ENDPOINTS, MAPPING, NODEGROUP, SERVICE } from "./named.ts";

const template = "lt-0123456789abcdef0";

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { ecsServices: [{ name: "web", desiredCount: 1 }] },
  scenarios: [
    {
      name: "ecs_capacity: a service of another Region grows",
      operation: "ecs_capacity",
      resources: { ecsServices: [{ name: SERVICE, desiredCount: 3 }] },
      createWorld: (clock) => estateWorld(clock, { ecs: { services: [{ name: "web", cluster: "shop", region: "us-west-2" }] } }),
      effects: ["UpdateService shop/web"],
      rollbackEffects: ["UpdateService shop/web"],
      takesAtLeastSeconds: 30,
      sampled: SAMPLED,
    },
    {
      name: "eks_capacity: a node group grows",
      operation: "eks_capacity",
      resources: { nodegroups: [{ name: NODEGROUP, desired: 3 }] },
      createWorld: (clock) => estateWorld(clock, { eks: { nodegroups: [{ name: "workers", cluster: "shop", region: "us-west-2" }] } }),
      effects: ["UpdateNodegroupConfig shop/workers"],
      rollbackEffects: ["UpdateNodegroupConfig shop/workers"],
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
    {
      name: "event_sources: a mapping is turned on",
      operation: "event_sources",
      resources: { eventSourceMappings: [{ name: MAPPING, enabled: true }] },
      createWorld: (clock) =>
        estateWorld(clock, { lambda: { eventSourceMappings: [{ uuid: MAPPING.split(":").at(-1) ?? "", region: "us-west-2" }] } }),
      effects: [`UpdateEventSourceMapping ${MAPPING.split(":").at(-1)}`],
      rollbackEffects: [`UpdateEventSourceMapping ${MAPPING.split(":").at(-1)}`],
      takesAtLeastSeconds: 20,
      sampled: SAMPLED,
    },
    {
      name: "routing_control: traffic moves in one call, us-east-1 is lost",
      operation: "routing_control",
      resources: {
        routingControls: [
          { name: controlArn(1), state: "Off" },
          { name: controlArn(2), state: "On" },
        ],
      },
      config: { endpoints: ENDPOINTS },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = estateWorld(clock, {
          "route53-recovery-cluster": { controls: [{ arn: controlArn(1), state: "On" }, { arn: controlArn(2) }] },
        });
        world.estate.faults.add({ kind: "region-down", region: "us-east-1" });
        return world;
      },
      effects: [`UpdateRoutingControlStates ${controlArn(1)}`],
      rollbackEffects: [`UpdateRoutingControlStates ${controlArn(1)}`],
      takesAtLeastSeconds: 4,
      sampled: SAMPLED,
    },
    ...(["recovery", "drill"] as const).map((executionType) => ({
      name: `ec2_launch in a ${executionType}`,
      operation: "ec2_launch",
      resources: { launchTemplates: [{ name: "web", launchTemplateId: template, count: 2 }] },
      config: { drill: { subnetId: "subnet-0d", securityGroupIds: ["sg-0d"] } },
      executionType,
      createWorld: (clock: Parameters<typeof estateWorld>[0]) =>
        estateWorld(clock, { ec2: { launchTemplates: [{ id: template }] } }, ({ action }) => action),
      effects: ["RunInstances"],
      ...(executionType === "drill" ? { cleanupEffects: ["TerminateInstances"] } : { rollbackEffects: ["TerminateInstances"] }),
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    })),
  ],
});
