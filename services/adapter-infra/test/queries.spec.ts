/** What the adapter answers without changing anything. */
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { queries } from "../src/queries.ts";
import { estateWorld } from "./estate-world.ts";
import { NODEGROUP, SERVICE } from "./named.ts";
import { CHECK, pairSeed } from "./pairs.ts";

const WEB = "i-0a1b2c3d4e5f60001";

function open() {
  const now = "2026-11-23T04:00:00.000Z";
  const world = estateWorld(createVirtualClock(now), {
    ec2: { instances: [{ id: WEB, region: "us-west-2" }] },
    autoscaling: { groups: [{ name: "web", desired: 2 }] },
    ecs: { services: [{ name: "web", cluster: "shop", region: "us-west-2", desired: 3 }] },
    eks: { nodegroups: [{ name: "workers", cluster: "shop", region: "us-west-2" }] },
  });
  return { world, at: { clients: world.createClients((port) => port), now } };
}

test("instances, groups, services and node groups are told as they are, in their Regions", async () => {
  const { at, world } = open();
  const instance = `arn:aws:ec2:us-west-2:123456789012:instance/${WEB}`;
  expect([
    await queries.instances.run(at, { instance }),
    await queries.auto_scaling_groups.run(at, { name: "web" }),
    await queries.ecs_services.run(at, { service: SERVICE }),
    await queries.nodegroups.run(at, { nodegroup: NODEGROUP }),
  ]).toMatchObject([
    { instances: [{ instanceId: WEB, state: "running", checks: { instance: "ok", system: "ok" } }] },
    { autoScalingGroups: [{ name: "web", desired: 2, serving: 2 }] },
    { ecsServices: [{ status: "ACTIVE", desired: 3, running: 3 }] },
    { nodegroups: [{ status: "ACTIVE", desired: 1, issues: [] }] },
  ]);
  expect(world.effects()).toEqual([]);
});

test("of a pair of failover records it is told who answers, and whether the secondary would", async () => {
  const now = "2026-11-23T04:00:00.000Z";
  const seed = pairSeed(undefined, { check: { disabled: true, inverted: true }, otherCheck: { endpointHealthy: false } });
  const clients = estateWorld(createVirtualClock(now), seed).createClients((port) => port);
  expect(await queries.failover_pair.run({ clients, now }, { hostedZoneId: "Z1", name: "App.example.com" })).toMatchObject({
    failoverPair: { answers: "secondary", healthCheck: { id: CHECK, type: "HTTPS" }, secondaryHealthy: false },
  });
});

test("what is no ARN of a service is refused", () => {
  expect(queries.ecs_services.input.safeParse({ service: "web" }).success).toBe(false);
});
