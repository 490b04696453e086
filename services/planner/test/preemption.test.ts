/** A recovery whose plan or resources drills hold: it waits, they end, and of two that wait for one thing only the first is let in. */
import { describe, expect, test } from "vitest";
import { plan, task, wave } from "./plans.ts";
import { deliver, finish, keys, other, status } from "./delivery.ts";
import { alice, createWorld, failed, type World } from "./world.ts";

const drill = { executionType: "drill" } as const;
const orders = "RES#rds-cluster:123456789012:eu-central-1:orders";
const onOrders = (id: string) => other(id, ["orders"]);

/** A drill of plan p1 runs on the cluster `orders`. */
async function createDrill(of = other("p1", ["orders", "billing"])): Promise<World> {
  const world = createWorld();
  await world.savePlan(of);
  await world.start("drill-1", of, drill);
  expect(await status(world, "drill-1")).toBe("executing");
  return world;
}

/** Lets the drill end, with its clean-up. */
async function endDrill(world: World): Promise<void> {
  const seen = world.published.length;
  await finish(world, "drill-1");
  await finish(world, "drill-1");
  expect(await status(world, "drill-1")).toBe("cancelled");
  await deliver(world, seen);
}

describe("resources that a drill holds", () => {
  test("make a recovery wait, the drill is cancelled for it, and its end lets the recovery in", async () => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    await world.start("rec-1", onOrders("p2"));
    const { queue } = await world.state("rec-1");
    expect(queue).toEqual({
      reason:
        "drill drill-1 has rds-cluster orders in 123456789012, eu-central-1, since 2026-11-23T04:00:00.000Z; a drill is cancelled for a recovery",
      since: world.clock.nowIso(),
      waitingFor: "resources",
    });
    expect((await world.state("drill-1")).cancel).toMatchObject({
      preemptedBy: "rec-1",
      reason: `recovery rec-1 goes before drills: ${queue?.reason}`,
    });
    expect(await keys(world, "rec-1")).toEqual(["NEXT#PLAN#p2", `NEXT#${orders}`]);
    await endDrill(world);
    expect(await status(world, "rec-1")).toBe("executing");
    expect(await keys(world, "rec-1")).toEqual(["NEXT#PLAN#p2", `NEXT#${orders}`, "PLAN#p2", orders, "SLOTS"]);
    const seen = world.published.length;
    await finish(world, "rec-1");
    await deliver(world, seen);
    expect(await world.leases.list()).toEqual([]);
  });

  test("a drill that waits for a slot itself gives way at once", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    for (const [id, plan] of [
      ["drill-0", other("p0")],
      ["drill-1", onOrders("p1")],
    ] as const) {
      await world.savePlan(plan);
      await world.start(id, plan, drill);
    }
    await world.savePlan(onOrders("p2"));
    await world.start("rec-1", onOrders("p2"), {});
    expect([await status(world, "drill-1"), await status(world, "rec-1")]).toEqual(["cancelled", "queued"]);
    await deliver(world, world.published.length - 1);
    await world.planner.sweep(world.run);
    expect([(await world.state("drill-0")).status, await keys(world, "rec-1")]).toEqual([
      "cancelling",
      ["NEXT#PLAN#p2", `NEXT#${orders}`, "PLAN#p2", orders],
    ]);
  });

  test("a planner that died between the two is followed up by the sweep", async () => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    const log = {
      ...world.memory,
      append: (asked: Parameters<typeof world.memory.append>[0]) => {
        if (asked.streamId === "EXEC#drill-1") throw new Error("died");
        return world.memory.append(asked);
      },
    };
    await world.request("rec-1", onOrders("p2"));
    const cause = { correlationId: "c", causationId: "c", logger: world.telemetry.logger };
    await world.newPlanner({ log }).planExecution("rec-1", cause);
    expect([await status(world, "rec-1"), await status(world, "drill-1")]).toEqual(["queued", "executing"]);
    await world.planner.sweep(world.run);
    expect(await status(world, "drill-1")).toBe("cancelling");
    await endDrill(world);
    expect(await status(world, "rec-1")).toBe("executing");
  });

  test("two recoveries that wait for one thing: the second is refused, whatever plan it is of", async () => {
    const world = await createDrill();
    for (const id of ["p2", "p3"]) await world.savePlan(onOrders(id));
    await world.start("rec-1", onOrders("p2"));
    await world.start("rec-2", onOrders("p3"));
    expect(await status(world, "rec-1")).toBe("queued");
    expect((await world.state("rec-2")).failure).toMatchObject({
      code: "execution.resource_conflict",
      message: "rds-cluster orders in 123456789012, eu-central-1 is in use by execution rec-1, since 2026-11-23T04:00:00.000Z",
    });
    await endDrill(world);
    expect([await status(world, "rec-1"), await status(world, "rec-2")]).toEqual(["executing", "failed"]);
  });

  test("a recovery that somebody overtook does not follow in its turn", async () => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    await world.start("rec-1", onOrders("p2"));
    await world.leases.release("drill-1");
    await world.leases.take([orders], "rec-0", { takenAt: world.clock.nowIso() });
    await world.request("rec-0", onOrders("p2"));
    await world.planner.sweep(world.run);
    expect((await world.state("rec-1")).failure).toMatchObject({
      code: "execution.resource_conflict",
      details: { conflicts: [{ resource: "orders", executionId: "rec-0" }] },
    });
  });

  test.each([
    ["a recovery whose plan says that it waits for nobody", { preemptDrills: false }],
    ["a drill", drill],
  ])("%s is refused, and the drill goes on", async (_, more) => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    await world.start("exec-2", onOrders("p2"), more);
    expect((await world.state("exec-2")).failure?.code).toBe("execution.resource_conflict");
    expect(await status(world, "drill-1")).toBe("executing");
  });

  test("a recovery that is in the way as well leaves the drill alone", async () => {
    const world = await createDrill();
    await world.savePlan(other("p2", ["stock"]));
    await world.start("rec-1", other("p2", ["stock"]));
    await world.savePlan(other("p3", ["orders", "stock"]));
    await world.start("rec-2", other("p3", ["orders", "stock"]));
    expect((await world.state("rec-2")).failure?.code).toBe("execution.resource_conflict");
    expect(await status(world, "drill-1")).toBe("executing");
  });

  test("waiting is no alarm when leases are compared with executions", async () => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    await world.start("rec-1", onOrders("p2"));
    await world.planner.holdLeases("rec-1", world.telemetry.logger);
    expect(world.telemetry.counts.get("LeaseConflict")).toBeUndefined();
  });

  test("one that is cancelled while it waits gives everything back", async () => {
    const world = await createDrill();
    await world.savePlan(onOrders("p2"));
    await world.start("rec-1", onOrders("p2"));
    const seen = world.published.length;
    await world.command("rec-1", { type: "CancelExecution", reason: "no", now: world.clock.nowIso(), actor: alice });
    await deliver(world, seen);
    expect([await status(world, "rec-1"), await keys(world, "rec-1")]).toEqual(["cancelled", []]);
  });
});

test("a recovery of the plan that is being drilled waits for it, also when the drill fails meanwhile", async () => {
  const world = await createDrill(onOrders("p1"));
  await world.start("rec-1", onOrders("p1"));
  expect((await world.state("rec-1")).queue?.reason).toMatch(
    /^drill drill-1 has plan p1, since [^;]+; drill drill-1 has rds-cluster orders/,
  );
  const seen = world.published.length;
  await world.facts([failed(world.operation("drill-1", "t"))]);
  expect([await status(world, "drill-1"), await status(world, "rec-1")]).toEqual(["cleaning_up", "queued"]);
  await finish(world, "drill-1");
  await deliver(world, seen);
  expect([await status(world, "drill-1"), await status(world, "rec-1")]).toEqual(["cancelled", "executing"]);
});

describe.each(["RedriveExecution", "RollbackExecution"] as const)("a %s whose resources a drill has by now", (type) => {
  test("waits; the drill is cancelled for it, and its end lets it go on", async () => {
    const world = createWorld();
    const two = plan("p1", [wave(1, [task("t", { resources: { clusters: ["orders"] } })]), wave(2, [task("u")])]);
    await world.savePlan(two);
    await world.start("rec-1", two);
    await finish(world, "rec-1");
    await world.facts([failed(world.operation("rec-1", "u"))]);
    let seen = await deliver(world, world.published.length - 1);
    await world.savePlan(onOrders("p2"));
    await world.start("drill-1", onOrders("p2"), drill);
    const asked = { type, reason: "again", now: world.clock.nowIso(), actor: alice, waitsFor: { reason: "drill drill-1 has it" } };
    await world.command("rec-1", asked);
    expect(await status(world, "rec-1")).toBe("queued");
    seen = await deliver(world, seen);
    expect((await world.state("drill-1")).cancel?.preemptedBy).toBe("rec-1");
    await endDrill(world);
    expect(await status(world, "rec-1")).toBe(type === "RedriveExecution" ? "executing" : "rolling_back");
    expect(await keys(world, "rec-1")).toContain(orders);
    expect(await keys(world, "rec-1")).toContain("SLOTS");
  });
});
