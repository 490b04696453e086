/** Given capacity and routing controls as they are, when they shall change, then: what the service would take wrongly is refused before. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld } from "./estate-world.ts";
import { controlArn, ENDPOINTS, NODEGROUP, SERVICE } from "./named.ts";

type World = ReturnType<typeof estateWorld>;

async function run(
  operation: string,
  resources: Record<string, unknown>,
  more: { config?: Record<string, unknown>; executionType?: "drill"; prepare?: (world: World) => void; deadlineSeconds?: number } = {},
) {
  const { config = {}, prepare, deadlineSeconds = 3_600, ...way } = more;
  const seed = {
    ecs: { services: [{ name: "web", cluster: "shop", region: "us-west-2" }] },
    eks: { nodegroups: [{ name: "workers", cluster: "shop", region: "us-west-2", max: 4 }] },
    "route53-recovery-cluster": { controls: [{ arn: controlArn(1), state: "On" as const }, { arn: controlArn(2) }] },
    ec2: {
      launchTemplates: [
        { id: "lt-0123456789abcdef0" },
        { id: "lt-0123456789abcdef1", subnetId: "subnet-0a1b2c3d4e5f60001", securityGroupIds: ["sg-0a1b2c3d4e5f60001"] },
      ],
    },
  };
  const createWorld = (clock: Parameters<typeof estateWorld>[0]) => {
    const world = estateWorld(clock, seed);
    prepare?.(world);
    return world;
  };
  const scenario = { name: "given", operation, resources, config, effects: [], takesAtLeastSeconds: 1, createWorld, ...way };
  const harness = createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  harness.request({ deadlineSeconds });
  await harness.run();
  const told = harness.facts().at(-1)?.data as { failure?: { code: string; message: string }; result: TaskResult };
  return {
    code: told.failure?.code,
    message: told.failure?.message,
    after: told.result?.resources[0]?.after,
    effects: harness.world.effects(),
  };
}

const move = [
  { name: controlArn(1), state: "Off" },
  { name: controlArn(2), state: "On" },
];

test("trap: ECS answers success for a service that does not exist; that is an error", async () => {
  const name = SERVICE.replace("/web", "/nobody");
  expect(await run("ecs_capacity", { ecsServices: [{ name, desiredCount: 1 }] })).toMatchObject({
    code: "infrastructure.service_not_found",
    effects: [],
  });
});

test("trap: a node group is not scaled beyond bounds that EKS would refuse", async () => {
  expect(await run("eks_capacity", { nodegroups: [{ name: NODEGROUP, desired: 9 }] })).toMatchObject({
    code: "infrastructure.capacity_bounds",
    effects: [],
  });
  expect(await run("eks_capacity", { nodegroups: [{ name: NODEGROUP, desired: 9, max: 9 }] })).toMatchObject({
    after: { min: 0, max: 9, desired: 9 },
  });
});

test("trap: two of five endpoints are down: the others are asked", async () => {
  const prepare = ({ estate }: World): void => {
    for (const region of ["us-east-1", "us-west-2"]) estate.faults.add({ kind: "region-down", region });
  };
  const { after, effects } = await run("routing_control", { routingControls: move }, { config: { endpoints: ENDPOINTS }, prepare });
  expect([after, effects]).toEqual([
    { states: { [controlArn(1)]: "Off", [controlArn(2)]: "On" } },
    [`UpdateRoutingControlStates ${controlArn(1)}`],
  ]);
});

test("trap: a safety rule refuses, and is told as that, not waited for and never overridden", async () => {
  const { code, effects } = await run("routing_control", { routingControls: move.slice(0, 1) }, { config: { endpoints: ENDPOINTS } });
  expect([code, effects]).toEqual(["infrastructure.safety_rule", []]);
});

test("one endpoint alone is no cluster", async () => {
  const { code } = await run("routing_control", { routingControls: move }, { config: { endpoints: ENDPOINTS.slice(0, 1) } });
  expect(code).toBe("task.invalid_input");
});

test("trap: a drill launches only where it is isolated", async () => {
  const resources = { launchTemplates: [{ name: "web", launchTemplateId: "lt-0123456789abcdef0" }] };
  expect(await run("ec2_launch", resources, { executionType: "drill" })).toMatchObject({
    code: "infrastructure.drill_not_isolated",
    effects: [],
  });
  expect((await run("ec2_launch", { launchTemplates: [{ name: "web", launchTemplateId: "lt-00000000000000bad" }] })).effects).toEqual([]);
});

test.each(["lt-0123456789abcdef0", "lt-0123456789abcdef1"])(
  "trap: %s is launched into the drill's subnet, whether its template has network interfaces or not",
  async (launchTemplateId) => {
    const drill = { subnetId: "subnet-0a1b2c3d4e5f60002", securityGroupIds: ["sg-0a1b2c3d4e5f60002"] };
    const resources = { launchTemplates: [{ name: "web", launchTemplateId }] };
    const { code, after } = await run("ec2_launch", resources, { executionType: "drill", config: { drill } });
    expect([code, (after as { instances: readonly { subnetId: string }[] }).instances.map(({ subnetId }) => subnetId)]).toEqual([
      undefined,
      [drill.subnetId],
    ]);
  },
);
