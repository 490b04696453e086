/** Plans that select by tags: frozen by name, with what they were read from and the difference to the last drill. */
import type { ResolveTagFilters } from "@dr/discovery";
import { toStatusView } from "@dr/domain";
import { expect, test } from "vitest";
import { deliver, finish } from "./delivery.ts";
import { plan, task, wave } from "./plans.ts";
import { createWorld } from "./world.ts";

const read = { account: "123456789012", region: "eu-central-1", state: "read" as const, asOf: "2026-11-23T04:00:00.000Z" };
const byTags = plan("p", [wave(1, [task("a", { resources: { tagFilters: { "DR-Tier": "database" } } })])]);

/** Finds these clusters. */
function finding(clusters: () => readonly string[]) {
  const asked: Parameters<ResolveTagFilters>[0][] = [];
  const resolveTagFilters: ResolveTagFilters = (request) => {
    asked.push(request);
    const waves = request.waves.map((each) => ({
      ...each,
      tasks: each.tasks.map((one) => ({ ...one, resources: { clusters: [...clusters()] } })),
    }));
    const resources = clusters().map((name) => ({ reference: name, written: name, arn: name, tags: {} }));
    return Promise.resolve({
      ok: true,
      waves,
      found: { tasks: [{ taskId: "a", filters: {}, resources }], targets: [read], partial: false },
    });
  };
  return { resolveTagFilters, asked };
}

test("the names are frozen; a recovery says what the last drill did not exercise", async () => {
  let clusters = ["one", "old"];
  const { resolveTagFilters, asked } = finding(() => clusters);
  const world = createWorld({ resolveTagFilters });
  await world.savePlan(byTags);
  await world.request("drill", byTags, { executionType: "drill" });
  const seen = await deliver(world);
  await finish(world, "drill", "a");
  // The drill's clean-up.
  await finish(world, "drill", "a");
  clusters = ["one", "two", "three", "four"];
  await world.request("real", byTags, { executionType: "recovery", lostRegions: ["us-east-1"], allowPartialDiscovery: true });
  await deliver(world, seen);
  const { waves, discovery } = await world.state("real");
  expect(waves[0]?.tasks[0]?.spec.resources).toEqual({ clusters });
  expect(discovery).toEqual({
    resources: 4,
    partial: false,
    targets: [read],
    difference: {
      drillId: "drill",
      neverDrilled: ["two", "three", "four"],
      neverDrilledCount: 3,
      gone: ["old"],
      goneCount: 1,
      summary: "+3 never drilled, −1",
    },
  });
  expect(asked.map(({ executionType, lostRegions, allowPartialDiscovery }) => [executionType, lostRegions, allowPartialDiscovery])).toEqual(
    [
      ["drill", [], false],
      ["recovery", ["us-east-1"], true],
    ],
  );
});

test("whoever approves a recovery is told what was never drilled", async () => {
  const { resolveTagFilters } = finding(() => ["one"]);
  const world = createWorld({ resolveTagFilters });
  await world.savePlan(byTags);
  await world.request("real", byTags, { executionType: "recovery", requireApproval: true });
  await deliver(world);
  const { pause, discovery } = toStatusView(await world.state("real"));
  expect([pause?.reason, pause?.sinceLastDrill]).toEqual(["before_wave", "+1 never drilled, −0"]);
  expect(discovery).toEqual({ resources: 1, partial: false, difference: "+1 never drilled, −0" });
});

test("what cannot be resolved ends the planning with the reason, and takes nothing", async () => {
  const failure = { code: "planning.discovery_incomplete", message: "us-east-1: no", retryable: true };
  const world = createWorld({ resolveTagFilters: () => Promise.resolve({ ok: false, failure }) });
  await world.savePlan(byTags);
  await world.request("real", byTags, { executionType: "recovery" });
  await deliver(world);
  const state = await world.state("real");
  expect([state.status, state.failure]).toEqual(["failed", failure]);
});
