/** What planning hears: names, or what could not be read and whether that may be passed over. */
import { expect, it, test } from "vitest";
import { arnOf, HOME, inventoryOf, taskOf, waveOf } from "../../test/world.ts";
import type { Inventory } from "../core/inventory.ts";
import { differenceToDrill } from "./manifest-difference.ts";
import { createResolveTagFilters } from "./resolve-tag-filters.ts";

const OTHER = { account: HOME.account, region: "us-east-1" };
const FAILED = {
  ...OTHER,
  state: "failed" as const,
  failure: { code: "discovery.target_failed", message: "AccessDenied", retryable: true },
};
const read = inventoryOf([{ arn: arnOf("rds", "cluster:orders"), tags: { "DR-Tier": "database" } }]);
const partly: Inventory = { ...read, targets: [...read.targets, FAILED] };
const waves = [waveOf(1, [taskOf("db", "database", { "DR-Tier": "database" })]), waveOf(2, [], [1])];
const request = { waves, executionType: "recovery" as const, allowPartialDiscovery: false, lostRegions: [] };

function resolverOf(inventory: Inventory) {
  const asked: unknown[] = [];
  const collect = (about: unknown) => {
    asked.push(about);
    return Promise.resolve(inventory);
  };
  return {
    resolve: createResolveTagFilters({ collect, targets: inventory.targets.map(({ account, region }) => ({ account, region })) }),
    asked,
  };
}

it("asks nobody for a plan that names everything", async () => {
  const { resolve, asked } = resolverOf(read);
  const named = [waveOf(1, [taskOf("db", "database", undefined)])];
  expect(await resolve({ ...request, waves: named })).toEqual({ ok: true, waves: named });
  expect(asked).toEqual([]);
});

it("looks at all targets, and hands on the Regions that are lost", async () => {
  const { resolve, asked } = resolverOf(read);
  const resolution = await resolve({ ...request, lostRegions: ["us-east-1"] });
  expect(resolution).toMatchObject({ ok: true, found: { partial: false } });
  expect(asked).toEqual([{ targets: [HOME], lostRegions: ["us-east-1"] }]);
});

it("a recovery fails closed, naming account, Region and what was said", async () => {
  const resolution = await resolverOf(partly).resolve(request);
  expect(resolution).toMatchObject({
    ok: false,
    failure: {
      code: "planning.discovery_incomplete",
      message: "what has which tags could not be read everywhere: 123456789012 us-east-1: AccessDenied",
      details: { targets: [FAILED] },
    },
  });
});

it("goes on if that is allowed, behind an approval at every wave that waits for nobody", async () => {
  const resolution = await resolverOf(partly).resolve({ ...request, allowPartialDiscovery: true });
  if (!resolution.ok) throw new Error("refused");
  expect(resolution.found?.partial).toBe(true);
  expect(resolution.waves.map(({ pauseBeforeWave, pause }) => [pauseBeforeWave, pause.approval?.minApprovals])).toEqual([
    [true, 1],
    [false, undefined],
  ]);
});

it("a drill goes on with what was read, and never with nothing", async () => {
  expect(await resolverOf(partly).resolve({ ...request, executionType: "drill" })).toMatchObject({ ok: true, found: { partial: true } });
  const none = resolverOf({ ...partly, targets: [FAILED], sightings: [] });
  expect(await none.resolve({ ...request, executionType: "drill", allowPartialDiscovery: true })).toMatchObject({ ok: false });
});

test("the difference to a drill counts what was never drilled and what is gone, whatever it is called", () => {
  const named = (...clusters: string[]) => [waveOf(1, [taskOf("db", "database", undefined, { resources: { clusters } })])];
  expect(differenceToDrill(named("A", "b", "c", "d"), { executionId: "exec-1", drilled: named("a", "old") })).toEqual({
    drillId: "exec-1",
    neverDrilled: ["b", "c", "d"],
    neverDrilledCount: 3,
    gone: ["old"],
    goneCount: 1,
    summary: "+3 never drilled, −1",
  });
  expect(differenceToDrill(named("a"), undefined)).toMatchObject({ drillId: null, summary: "+1 never drilled, −0" });
});
