/** What the adapter answers without changing anything. */
import { checkReadiness } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import { operations } from "../src/operations/index.ts";
import { queries } from "../src/queries.ts";
import { clientsOn } from "./estate-world.ts";
import { arnOf, globalSeed } from "./global-seed.ts";

function open() {
  const fixture = createTestEstate();
  fixture.estate.seed(globalSeed());
  return { ...fixture, at: { clients: clientsOn(fixture), now: "2026-11-23T04:00:00.000Z" } };
}

test("clusters and instances of a Region, and global databases", async () => {
  const { at } = open();
  const { clusters } = (await queries.clusters.run(at, { region: "us-west-2" })) as { clusters: unknown[] };
  expect(clusters).toEqual([
    expect.objectContaining({
      clusterId: "orders-us-west-2",
      arn: arnOf("us-west-2"),
      writer: "orders-us-west-2-instance-1",
      status: "available",
    }),
  ]);
  const { instances } = (await queries.instances.run(at, { region: "us-west-2" })) as { instances: { clusterId: string }[] };
  expect(instances.map(({ clusterId }) => clusterId)).toEqual(["orders-us-west-2", "orders-us-west-2", "orders-us-west-2"]);
  const { globalClusters } = (await queries.global_clusters.run(at, { region: "us-west-2" })) as { globalClusters: { globalId: string }[] };
  expect(globalClusters.map(({ globalId }) => globalId)).toEqual(["orders"]);
});

test("one of them as it is now; exactly one has to be named", async () => {
  const { at } = open();
  expect(await queries.status.run(at, { region: "us-west-2", globalCluster: "Orders" })).toMatchObject({
    status: "available",
    change: null,
  });
  expect(await queries.status.run(at, { cluster: arnOf("us-west-2") })).toMatchObject({
    clusterId: "orders-us-west-2",
    status: "available",
  });
  expect([{}, { cluster: "a", instance: "b" }, { cluster: "a" }].map((input) => queries.status.input.safeParse(input).success)).toEqual([
    false,
    false,
    true,
  ]);
});

test("readiness depends on the mode: what a planned change demands must not block the real disaster", async () => {
  const { at, estate } = open();
  estate.faults.add({ kind: "region-down", region: "us-east-1" });
  const ask = (operation: "global_switchover" | "global_failover", mode: "planned" | "unplanned") =>
    checkReadiness(operations[operation] as never, {
      ...at,
      resources: { globalClusters: ["orders"] },
      config: { targetRegion: "us-west-2", allowDataLoss: true },
      executionType: "recovery",
      mode,
    });
  expect((await ask("global_failover", "unplanned")).ready).toBe(true);
  expect((await ask("global_switchover", "planned")).ready).toBe(false);
  expect((await ask("global_switchover", "unplanned")).checks.map(({ code }) => code)).toContain("database.switchover_needs_primary");
});
