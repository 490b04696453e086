/** The sweep: whatever is due, in bounds, one execution's trouble apart from the others. */
import { activeShardOf } from "@dr/event-log";
import { describe, expect, test } from "vitest";
import { adapterEvent } from "./events.ts";
import { plan, task, wave } from "./plans.ts";
import { createWorld, failed, type World } from "./world.ts";

const retrying = { maxAttempts: 2, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 };
const one = (id: string, overrides: Parameters<typeof task>[1] = {}) => plan(id, [wave(1, [task(`t-${id}`, overrides)])]);

async function started(world: World, ids: readonly string[], overrides: Parameters<typeof task>[1] = {}): Promise<void> {
  for (const id of ids) {
    await world.savePlan(one(id, overrides));
    await world.start(`exec-${id}`, one(id, overrides));
  }
}

const nothing = { looked: 0, ticked: 0, planned: 0, admitted: 0, failed: 0, leftOver: 0 };

describe("sweep", () => {
  test("does nothing when nothing is due", async () => {
    const world = createWorld();
    await started(world, ["a", "b"]);
    expect(await world.planner.sweep(world.run)).toEqual(nothing);
  });

  test("ticks what is due, and only that, and only once", async () => {
    const world = createWorld();
    await started(world, ["a"], { retry: retrying });
    await started(world, ["b"], { timeoutSeconds: 3_600, heartbeatSeconds: 3_600 });
    await world.facts([failed(world.operation("exec-a", "t-a"), true)]);
    world.clock.advance(61_000);
    expect(await world.planner.sweep(world.run)).toEqual({ ...nothing, looked: 1, ticked: 1 });
    expect((await world.types("exec-a")).at(-1)).toBe("TechnologyRetryRequested");
    expect(world.commits.at(-1)).toMatchObject({ causationId: "run-1", actor: "service:planner" });
    expect(await world.planner.sweep(world.run)).toEqual(nothing);
  });

  test("asks a silent task again, and not one that reported progress", async () => {
    const world = createWorld();
    await started(world, ["quiet", "busy"], { heartbeatSeconds: 60 });
    world.clock.advance(59_000);
    const progress = { message: "working", percent: 40 };
    await world.facts([
      adapterEvent("TechnologyProgressed", world.operation("exec-busy", "t-busy"), progress, { time: world.clock.nowIso() }),
    ]);
    world.clock.advance(2_000);
    await world.planner.sweep(world.run);
    expect((await world.types("exec-quiet")).at(-1)).toBe("TechnologyRetryRequested");
    expect((await world.types("exec-busy")).at(-1)).toBe("WaveStarted");
  });

  test("plans again what nobody planned in 30 s", async () => {
    const world = createWorld();
    await world.savePlan(one("a"));
    await world.request("exec-a", one("a"));
    world.clock.advance(29_000);
    expect(await world.planner.sweep(world.run)).toEqual(nothing);
    world.clock.advance(1_000);
    expect(await world.planner.sweep(world.run)).toEqual({ ...nothing, looked: 1, planned: 1 });
    expect((await world.state("exec-a")).status).toBe("executing");
  });

  test("a plan that nobody planned, however large, keeps neither whoever is due nor whoever waits from going on", async () => {
    const world = createWorld({ maxConcurrentExecutions: 2 });
    await started(world, ["due", "ended", "waits"], { heartbeatSeconds: 60 });
    await world.savePlan(one("stuck"));
    await world.request("exec-stuck", one("stuck"));
    await world.leases.release("exec-ended");
    world.clock.advance(61_000);
    const before = world.commits.length;
    await world.planner.sweep(world.run);
    const streams = [...new Set(world.commits.slice(before).map(({ streamId }) => streamId))];
    expect([streams.includes("EXEC#exec-due"), streams.includes("EXEC#exec-waits"), streams.at(-1)]).toEqual([
      true,
      true,
      "EXEC#exec-stuck",
    ]);
  });

  test("admits whoever waits when a slot is free", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await started(world, ["a", "b"], { heartbeatSeconds: 3_600, timeoutSeconds: 3_600 });
    await world.leases.release("exec-a");
    expect(await world.planner.sweep(world.run)).toEqual({ ...nothing, admitted: 1 });
    expect((await world.state("exec-b")).status).toBe("executing");
  });

  test("an execution that cannot be decided on is logged and counted; the others go on", async () => {
    const world = createWorld({
      wrapLog: (log) => ({
        ...log,
        append: (request) =>
          request.streamId === "EXEC#exec-a" && request.events[0]?.type === "TechnologyRetryRequested"
            ? Promise.reject(new Error("broken invariant"))
            : log.append(request),
      }),
    });
    await started(world, ["a", "b", "c"], { heartbeatSeconds: 60 });
    world.clock.advance(61_000);
    expect(await world.planner.sweep(world.run)).toEqual({ ...nothing, looked: 3, ticked: 2, failed: 1 });
    expect(world.telemetry.counts.get("SweepExecutionFailed")).toBe(1);
    expect(world.telemetry.lines.find(({ level }) => level === "error")?.fields).toMatchObject({ stream: "EXEC#exec-a" });
  });

  test("near the deadline it begins nothing more, tells how much it left, and the next run does it", async () => {
    // All of one shard: more than are worked on at once.
    const ids = Array.from({ length: 1_000 }, (_, index) => `e${index}`)
      .filter((id) => activeShardOf(`exec-${id}`) === "3")
      .slice(0, 25);
    const world = createWorld();
    await started(world, ids, { heartbeatSeconds: 60 });
    world.clock.advance(61_000);
    const before = world.commits.length;
    const cut = await world.planner.sweep({ ...world.run, isNear: () => world.commits.length > before });
    expect(cut.ticked + cut.leftOver).toBe(25);
    expect([cut.ticked > 0, cut.leftOver > 0]).toEqual([true, true]);
    expect(await world.planner.sweep(world.run)).toMatchObject({ ticked: cut.leftOver, leftOver: 0 });
    const types = await Promise.all(ids.map((id) => world.types(`exec-${id}`)));
    expect(types.map((of) => of.at(-1))).toEqual(ids.map(() => "TechnologyRetryRequested"));
  });

  test("an index that lags behind is brought up to date instead of being looked at for ever", async () => {
    const world = createWorld();
    await started(world, ["a"], { heartbeatSeconds: 3_600, timeoutSeconds: 3_600 });
    const item = await world.history.get("exec-a");
    const stale = { ...item!, version: 1, dueAt: "2026-11-23T04:00:00.000Z" };
    let shown = true;
    const lagging = {
      ...world.history,
      listDue: async (shard: string, now: string) => (shown && shard === "0" ? [stale] : world.history.listDue(shard, now)),
    };
    const puts: unknown[] = [];
    const planner = world.newPlanner({
      history: {
        ...lagging,
        put: async (put) => {
          puts.push(put.version);
          shown = false;
          return world.history.put(put);
        },
      },
    });
    expect(await planner.sweep(world.run)).toEqual({ ...nothing, looked: 1 });
    expect(puts).toEqual([item!.version]);
    expect(await planner.sweep(world.run)).toEqual(nothing);
  });
});
