/** Looking at many accounts and Regions: complete under throttles, fail by name, lost Regions from memory. */
import { expect, it } from "vitest";
import type { DiscoveryTarget, Sighting } from "../core/inventory.ts";
import { createSelector } from "../core/select.ts";
import { createCollect, type CollectDeps } from "./collect.ts";
import type { PageSource } from "./page-source.ts";
import { createMemorySnapshots } from "./snapshots.ts";

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];
const REGIONS = ["us-east-1", "us-west-2"];
const TARGETS = ACCOUNTS.flatMap((account) => REGIONS.map((region) => ({ account, region })));
const NOW = Date.parse("2026-11-28T20:00:00Z");

const throttled = (): Error => Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
function random(seed: number): () => number {
  let last = seed;
  return () => {
    last = (last * 1_103_515_245 + 12_345) % 2_147_483_648;
    return last / 2_147_483_648;
  };
}

interface World {
  readonly resources: number;
  readonly draw: () => number;
  readonly throttleShare: number;
  pages: number;
  throttles: number;
  open: number;
  mostOpen: number;
}

function sourceOf({ account, region }: DiscoveryTarget, world: World): PageSource {
  const at = TARGETS.findIndex((target) => target.account === account && target.region === region);
  const mine = Array.from({ length: world.resources }, (_, index) => index).filter((index) => index % TARGETS.length === at);
  const toSighting = (index: number): Sighting => ({
    arn: `arn:aws:rds:${region}:${account}:cluster:c-${index}`,
    tags: { "DR-Tier": index % 2 === 0 ? "database" : "cache" },
  });
  return {
    call: "tag:GetResources",
    readPage: async (token) => {
      world.open += 1;
      world.mostOpen = Math.max(world.mostOpen, world.open);
      await Promise.resolve();
      world.open -= 1;
      if (world.draw() < world.throttleShare) {
        world.throttles += 1;
        throw throttled();
      }
      world.pages += 1;
      const start = Number(token ?? 0);
      const end = start + 100;
      return { sightings: mine.slice(start, end).map(toSighting), ...(end < mine.length ? { next: String(end) } : {}) };
    },
  };
}

function collector(given: Partial<CollectDeps> = {}, resources = 10_000) {
  const draw = random(7);
  const world: World = { resources, draw, throttleShare: 0.25, pages: 0, throttles: 0, open: 0, mostOpen: 0 };
  const collect = createCollect({
    openTarget: (target) => Promise.resolve([sourceOf(target, world)]),
    snapshots: createMemorySnapshots(),
    clock: { nowMs: () => NOW },
    logger: { warn: () => undefined },
    sleep: () => Promise.resolve(),
    random: draw,
    width: 4,
    ...given,
  });
  return { collect, world };
}

it("10,000 resources in 3 accounts and 2 Regions, pages of 100, every fourth call throttled: all of them, once", async () => {
  const { collect, world } = collector();
  const inventory = await collect({ targets: TARGETS });
  expect(inventory.sightings).toHaveLength(10_000);
  expect(new Set(inventory.sightings.map(({ arn }) => arn)).size).toBe(10_000);
  expect(createSelector(inventory)({ "DR-Tier": "database" })).toHaveLength(5_000);
  expect(inventory.targets.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => "read"));
  expect(world.pages).toBe(102);
  expect(world.throttles).toBeGreaterThan(20);
  expect(world.mostOpen).toBe(4);
});

it("a target that fails is named, with the call and what AWS said; the others are read", async () => {
  const denied = Object.assign(new Error("not yours"), { name: "AccessDenied" });
  const { collect, world } = collector({
    openTarget: (target) =>
      target.account === ACCOUNTS[1] && target.region === "us-west-2" ? Promise.reject(denied) : Promise.resolve([sourceOf(target, world)]),
  });
  const { targets, sightings } = await collect({ targets: TARGETS });
  expect(targets.filter(({ state }) => state === "failed")).toEqual([
    {
      account: ACCOUNTS[1],
      region: "us-west-2",
      state: "failed",
      failure: { code: "discovery.target_failed", message: "sts:AssumeRole: AccessDenied: not yours", retryable: true },
    },
  ]);
  expect(new Set(sightings.map(({ arn }) => arn.split(":").slice(3, 5).join("/"))).size).toBe(5);
});

it("throttles that never end fail the target after ten tries", async () => {
  const { collect, world } = collector({ draw: undefined } as object, 10);
  Object.assign(world, { throttleShare: 1 });
  const { targets } = await collect({ targets: TARGETS.slice(0, 1) });
  expect(targets[0]).toMatchObject({ state: "failed", failure: { message: "tag:GetResources: ThrottlingException: Rate exceeded" } });
  expect(world.throttles).toBe(10);
});

it("a Region that is declared lost is not asked: its last good look counts, with its age; without one it fails", async () => {
  let nowMs = NOW;
  const snapshots = createMemorySnapshots();
  const asked: string[] = [];
  const { collect, world } = collector(
    {
      snapshots,
      clock: { nowMs: () => nowMs },
      openTarget: (target) => {
        asked.push(target.region);
        return Promise.resolve([sourceOf(target, world)]);
      },
    },
    60,
  );
  await collect({ targets: TARGETS.slice(0, 2) });
  nowMs += 3_600_000;
  asked.length = 0;
  const { targets, sightings } = await collect({ targets: TARGETS.slice(0, 3), lostRegions: ["us-east-1"] });
  expect(asked).toEqual(["us-west-2"]);
  expect(targets).toEqual([
    { account: ACCOUNTS[0], region: "us-east-1", state: "snapshot", asOf: "2026-11-28T20:00:00.000Z", ageSeconds: 3_600 },
    { account: ACCOUNTS[0], region: "us-west-2", state: "read", asOf: "2026-11-28T21:00:00.000Z" },
    {
      account: ACCOUNTS[1],
      region: "us-east-1",
      state: "failed",
      failure: {
        code: "discovery.no_snapshot",
        message: `us-east-1 is declared lost, and nobody has looked at account ${ACCOUNTS[1]} there before`,
        retryable: false,
      },
    },
  ]);
  expect(sightings).toHaveLength(20);
});

it("a failed look leaves the last good snapshot alone", async () => {
  const snapshots = createMemorySnapshots();
  const [target] = TARGETS.slice(0, 1) as [DiscoveryTarget];
  await snapshots.write(target, { asOf: "2026-11-28T00:00:00.000Z", sightings: [] });
  const { collect } = collector({ snapshots, openTarget: () => Promise.reject(new Error("no")) });
  await collect({ targets: [target] });
  expect(await snapshots.read(target)).toEqual({ asOf: "2026-11-28T00:00:00.000Z", sightings: [] });
});

it("an account whose own tags cannot be read counts as not read", async () => {
  const { collect } = collector(
    {
      readAccountTags: (account) =>
        account === ACCOUNTS[0] ? Promise.reject(new Error("no")) : Promise.resolve({ Environment: "production" }),
    },
    12,
  );
  const { targets, accountTags } = await collect({ targets: TARGETS });
  expect(targets.map(({ account, state }) => `${account.slice(0, 1)} ${state}`)).toEqual([
    "1 failed",
    "1 failed",
    "2 read",
    "2 read",
    "3 read",
    "3 read",
  ]);
  expect(Object.keys(accountTags)).toEqual([ACCOUNTS[1], ACCOUNTS[2]]);
});
