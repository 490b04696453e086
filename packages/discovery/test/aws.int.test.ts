/** Discovery over real AWS clients, against the simulated estate: three accounts, two Regions, pages and throttles. */
import { createTestEstate, type TestEstate } from "@dr/estate/testing";
import { expect, it } from "vitest";
import { createCollect } from "../src/collect/collect.ts";
import { createMemorySnapshots } from "../src/collect/snapshots.ts";
import { createSelector } from "../src/core/select.ts";
import { instances } from "../src/sources/ec2-client.ts";
import { sourceServers } from "../src/sources/drs-client.ts";
import { databases } from "../src/sources/rds-client.ts";
import { taggedResources } from "../src/sources/tagging-client.ts";
import type { SourceConfig } from "../src/sources/source-config.ts";
import type { DiscoveryTarget } from "../src/core/inventory.ts";

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];
const REGIONS = ["us-east-1", "us-west-2"];
const TARGETS = ACCOUNTS.flatMap((account) => REGIONS.map((region) => ({ account, region })));

function lookAt(estates: ReadonlyMap<string, TestEstate>) {
  return createCollect({
    openTarget: (target: DiscoveryTarget) => {
      const estate = estates.get(target.account);
      const config = { ...estate?.sdkConfig(target.region), maxAttempts: 1 } as unknown as SourceConfig;
      return Promise.resolve([taggedResources(config), instances(config, target), ...databases(config, target), sourceServers(config)]);
    },
    snapshots: createMemorySnapshots(),
    clock: { nowMs: () => 0 },
    logger: { warn: () => undefined },
    sleep: () => Promise.resolve(),
    random: () => 0,
  });
}

it("10,000 resources in 3 accounts and 2 Regions, with every fifth call throttled: complete", async () => {
  const estates = new Map(ACCOUNTS.map((accountId) => [accountId, createTestEstate({ accountId })]));
  for (const [at, { account, region }] of TARGETS.entries()) {
    const mine = Array.from({ length: 10_000 }, (_, index) => index).filter((index) => index % TARGETS.length === at);
    const resources = mine.map((index) => ({
      arn: `arn:aws:sqs:${region}::q-${index}`,
      tags: { "DR-Tier": "queue", Number: String(index) },
    }));
    estates.get(account)?.estate.seed({ tagging: { resources } });
  }
  for (const { estate } of estates.values()) estate.faults.add({ kind: "throttle", probability: 0.2 });
  const inventory = await lookAt(estates)({ targets: TARGETS });
  expect(inventory.targets.map(({ state }) => state)).toEqual(TARGETS.map(() => "read"));
  const found = createSelector(inventory)({ "DR-Tier": "queue" });
  expect(new Set(found.map(({ tags }) => tags["Number"]?.value)).size).toBe(10_000);
  expect(found).toHaveLength(10_000);
});

it("reads what belongs to what, and what no tag of its own makes visible", async () => {
  const { estate, sdkConfig } = createTestEstate({ accountId: ACCOUNTS[0] ?? "" });
  estate.seed({
    rds: { clusters: [{ identifier: "orders" }], instances: [{ identifier: "plain" }] },
    ec2: { instances: [{ id: "i-00000000000000001", tags: {} }] },
    drs: { sourceServers: [{ id: "i-00000000000000009", originRegion: "us-west-2" }] },
    tagging: {
      resources: [
        {
          arn: "arn:aws:rds:us-east-1::cluster:orders",
          tags: { "aws:cloudformation:stack-id": "arn:aws:cloudformation:us-east-1:111111111111:stack/shop/1" },
        },
        { arn: "arn:aws:cloudformation:us-east-1::stack/shop/1", tags: { "DR-Tier": "database" } },
        { arn: "arn:aws:ec2:us-east-1::vpc/vpc-0000000051a1a7ed0", tags: { "DR-Tier": "application" } },
      ],
    },
  });
  const estates = new Map([[ACCOUNTS[0] ?? "", { estate, sdkConfig } as TestEstate]]);
  const inventory = await lookAt(estates)({ targets: TARGETS.slice(0, 1) });
  const select = createSelector(inventory);
  const arns = (tier: string): readonly string[] =>
    select({ "DR-Tier": tier }).map(({ arn, tags }) => `${arn.split(":").slice(5).join(":")} ${tags["DR-Tier"]?.level ?? ""}`);
  expect(arns("database")).toEqual([
    "cluster:orders stack",
    "db:orders-instance-1 stack",
    "db:orders-instance-2 stack",
    "db:orders-instance-3 stack",
  ]);
  expect(arns("application")).toEqual(["instance/i-00000000000000001 vpc"]);
  expect(inventory.sightings.filter(({ standsFor }) => standsFor !== undefined).map(({ standsFor }) => standsFor)).toEqual([
    "arn:aws:ec2:us-west-2:111111111111:instance/i-00000000000000009",
  ]);
});
