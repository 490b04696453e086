/** The reconciliation: lagging items, dead leases, open executions without leases. */
import { createMemoryHistoryStore } from "@dr/event-log";
import { describe, expect, test } from "vitest";
import { plan, task, wave } from "./plans.ts";
import { completed, createWorld } from "./world.ts";

const one = (id: string) => plan(id, [wave(1, [task(`t-${id}`)])]);
const nothing = { streams: 0, repaired: 0, holdersReleased: 0, executionsChecked: 0, failed: 0 };

describe("reconcile", () => {
  test("repairs items that lag behind their streams", async () => {
    const world = createWorld();
    await world.savePlan(one("p"));
    await world.start("exec-1", one("p"));
    const history = createMemoryHistoryStore();
    const planner = world.newPlanner({ history });
    expect(await planner.reconcile(world.run)).toMatchObject({ streams: 2, repaired: 2, failed: 0 });
    expect(await history.get("exec-1")).toEqual(await world.history.get("exec-1"));
    expect(await planner.reconcile(world.run)).toMatchObject({ streams: 2, repaired: 0 });
  });

  test("takes ended executions off the list after 90 days, and neither open ones nor anything of the log", async () => {
    const world = createWorld();
    for (const id of ["old", "open"]) {
      await world.savePlan(one(id));
      await world.start(`exec-${id}`, one(id));
    }
    await world.facts([completed(world.operation("exec-old", "t-old"))]);
    const planner = world.newPlanner({ keepDays: 90 });
    world.clock.advance(90 * 86_400_000 - 1_000);
    expect(await planner.reconcile(world.run)).not.toHaveProperty("forgotten");
    const kept = await world.types("exec-old");
    world.clock.advance(2_000);
    expect(await planner.reconcile(world.run)).toMatchObject({ forgotten: 1, failed: 0 });
    expect([await world.history.get("exec-old"), (await world.history.get("exec-open"))?.Status]).toEqual([null, "in_progress"]);
    expect(await world.types("exec-old")).toEqual(kept);
    expect(await world.newPlanner().reconcile(world.run)).not.toHaveProperty("forgotten");
  });

  test("a warm process looks no further back than its last run and an overlap", async () => {
    const world = createWorld();
    await world.savePlan(one("p"));
    const planner = world.newPlanner();
    expect(await planner.reconcile(world.run)).toMatchObject({ streams: 1 });
    world.clock.advance(11 * 60_000);
    expect(await planner.reconcile(world.run)).toMatchObject({ streams: 1 });
    expect(await planner.reconcile(world.run)).toMatchObject({ streams: 0 });
  });

  test("releases what an ended execution still holds, and what one that never began holds for 5 minutes", async () => {
    const world = createWorld();
    await world.savePlan(one("p"));
    await world.start("exec-1", one("p"));
    await world.facts([completed(world.operation("exec-1", "t-p"))]);
    await world.leases.take(["PLAN#q"], "exec-new", { takenAt: world.clock.nowIso() });
    expect(await world.planner.reconcile(world.run)).toMatchObject({ holdersReleased: 1 });
    expect((await world.leases.list()).map(({ holder }) => holder)).toEqual(["exec-new"]);
    world.clock.advance(5 * 60_000 + 1);
    expect(await world.planner.reconcile(world.run)).toMatchObject({ holdersReleased: 1 });
    expect(await world.leases.list()).toEqual([]);
  });

  test("gives an open execution back the leases that were lost; a waiting one gets no slot", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    for (const id of ["a", "b"]) {
      await world.savePlan(one(id));
      await world.start(`exec-${id}`, one(id));
    }
    const before = await world.leases.list();
    for (const id of ["a", "b"]) await world.leases.release(`exec-${id}`);
    expect(await world.planner.reconcile(world.run)).toMatchObject({ executionsChecked: 2, failed: 0 });
    const keyOf = ({ key, holder }: { key: string; holder: string }) => `${holder} ${key}`;
    expect((await world.leases.list()).map(keyOf).toSorted()).toEqual(before.map(keyOf).toSorted());
  });

  test("one stream's error leaves the others alone and keeps the period open", async () => {
    const world = createWorld();
    for (const id of ["a", "b"]) {
      await world.savePlan(one(id));
      await world.start(`exec-${id}`, one(id));
    }
    let down = true;
    const history = createMemoryHistoryStore();
    const planner = world.newPlanner({
      history,
      log: {
        ...world.log,
        read: (id, options) => (down && id === "EXEC#exec-a" ? Promise.reject(new Error("throttled")) : world.log.read(id, options)),
      },
    });
    world.clock.advance(20 * 60_000);
    expect((await planner.reconcile(world.run)).failed).toBeGreaterThan(0);
    expect(await history.get("exec-b")).not.toBeNull();
    down = false;
    world.clock.advance(30 * 60_000);
    await planner.reconcile(world.run);
    expect(await history.get("exec-a")).not.toBeNull();
  });

  test("near the deadline it begins nothing", async () => {
    const world = createWorld();
    await world.savePlan(one("p"));
    expect(await world.planner.reconcile({ ...world.run, isNear: () => true })).toEqual(nothing);
    expect(await world.planner.reconcile(world.run)).toMatchObject({ streams: 1 });
  });
});
