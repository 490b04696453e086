/** Admission: slots, order, release at the end, and what a redrive takes back. */
import { describe, expect, test } from "vitest";
import { deliver, finish, keys, other, status } from "./delivery.ts";
import { plan, task, wave } from "./plans.ts";
import { alice, createWorld, failed, type World } from "./world.ts";

describe("admission", () => {
  const requested = async (world: World, count: number) => {
    for (let index = 1; index <= count; index += 1) {
      const one = other(`p${index}`);
      await world.savePlan(one);
      await world.request(`exec-${index}`, one);
      world.clock.advance(1_000);
    }
  };
  const statuses = async (world: World, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => status(world, `exec-${index + 1}`)));

  test("who finds no slot waits, and the end of another lets the first in", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await requested(world, 3);
    let at = await deliver(world);
    expect(await statuses(world, 3)).toEqual(["executing", "queued", "queued"]);
    await finish(world, "exec-1");
    at = await deliver(world, at);
    expect(await statuses(world, 3)).toEqual(["completed", "executing", "queued"]);
    await finish(world, "exec-2");
    at = await deliver(world, at);
    await finish(world, "exec-3");
    await deliver(world, at);
    expect(await statuses(world, 3)).toEqual(["completed", "completed", "completed"]);
    expect(await world.leases.list()).toEqual([]);
  });

  test("nobody overtakes those who wait, even when a slot is free", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await requested(world, 2);
    await deliver(world);
    await finish(world, "exec-1");
    await world.leases.release("exec-1"); // the end is on its way: the slot is free, nobody was admitted yet
    const late = other("p9");
    await world.savePlan(late);
    await world.start("exec-9", late);
    expect([await status(world, "exec-2"), await status(world, "exec-9")]).toEqual(["executing", "queued"]);
  });

  test("a list that still shows an admitted execution as waiting keeps nobody out", async () => {
    const world = createWorld({ maxConcurrentExecutions: 2 });
    await requested(world, 1);
    await deliver(world);
    const shown = await world.history.get("exec-1");
    await world.history.put({ ...shown!, Status: "queued", version: 99 });
    const second = other("p2");
    await world.savePlan(second);
    await world.start("exec-2", second);
    expect(await status(world, "exec-2")).toBe("executing");
  });

  test("two planners never give the last slot to two executions", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await requested(world, 2);
    const cause = { correlationId: "c", causationId: "c", logger: world.telemetry.logger };
    await Promise.all([world.newPlanner().planExecution("exec-1", cause), world.newPlanner().planExecution("exec-2", cause)]);
    expect((await statuses(world, 2)).toSorted()).toEqual(["executing", "queued"]);
  });

  test("one execution planned by two planners at once holds one slot", async () => {
    const world = createWorld();
    await requested(world, 1);
    const cause = { correlationId: "c", causationId: "c", logger: world.telemetry.logger };
    await Promise.all([world.newPlanner().planExecution("exec-1", cause), world.newPlanner().planExecution("exec-1", cause)]);
    expect(world.published.filter(({ type }) => type === "ExecutionStarted")).toHaveLength(1);
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p1", "RES#rds-cluster:123456789012:eu-central-1:cluster-p1", "SLOTS"]);
  });

  test("a slot that a crashed planner took is used, also when somebody waits for it meanwhile", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await requested(world, 2);
    await world.leases.takeSlot("exec-1", 1, { takenAt: world.clock.nowIso() });
    const cause = { correlationId: "c", causationId: "c", logger: world.telemetry.logger };
    await world.planner.planExecution("exec-2", cause);
    expect(await status(world, "exec-2")).toBe("queued");
    await world.planner.planExecution("exec-1", cause);
    expect(await statuses(world, 2)).toEqual(["executing", "queued"]);
  });

  test("one that waits although it holds a slot is let in by the sweep, before those that wait for that slot", async () => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    await requested(world, 3);
    const at = await deliver(world);
    await finish(world, "exec-1");
    await world.leases.release("exec-1");
    await world.leases.takeSlot("exec-3", 1, { takenAt: world.clock.nowIso() });
    await deliver(world, at);
    expect(await statuses(world, 3)).toEqual(["completed", "queued", "queued"]);
    await world.planner.sweep(world.run);
    expect(await statuses(world, 3)).toEqual(["completed", "queued", "executing"]);
  });

  test("a queued execution that cannot be decided on does not keep the next one waiting", async () => {
    const world = createWorld({
      maxConcurrentExecutions: 1,
      wrapLog: (log) => ({
        ...log,
        append: (request) =>
          request.streamId === "EXEC#exec-2" && request.events[0]?.type === "ExecutionStarted"
            ? Promise.reject(new Error("bug"))
            : log.append(request),
      }),
    });
    await requested(world, 3);
    const at = await deliver(world);
    await finish(world, "exec-1");
    await world.leases.release("exec-1");
    await deliver(world, at);
    expect(await statuses(world, 3)).toEqual(["completed", "queued", "executing"]);
    expect(world.telemetry.counts.get("AdmissionFailed")).toBe(1);
  });
});

describe("the end of an execution", () => {
  test("releases the plan's lock that the api took, also when planning never got that far", async () => {
    const byTags = plan("p", [wave(1, [task("a", { resources: { tagFilters: {} } })])]);
    const world = createWorld();
    await world.savePlan(byTags);
    await world.leases.take(["PLAN#p"], "exec-1", { takenAt: world.clock.nowIso() });
    await world.request("exec-1", byTags);
    await deliver(world, await deliver(world));
    expect(await world.leases.list()).toEqual([]);
  });

  test("an end that a redrive overtook releases nothing", async () => {
    const world = await failedAndRedriven();
    const detail = world.published.find(({ type }) => type === "ExecutionFailed");
    await world.logEvents([{ id: "bus", source: "dr.orchestration", "detail-type": "ExecutionFailed", detail }]);
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#rds-cluster:123456789012:eu-central-1:cluster-p", "SLOTS"]);
  });

  test("a redrive takes back what the end released", async () => {
    const world = await failedAndRedriven();
    await world.leases.release("exec-1");
    await deliver(
      world,
      world.published.findIndex(({ type }) => type === "ExecutionRedriven"),
    );
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#rds-cluster:123456789012:eu-central-1:cluster-p", "SLOTS"]);
    expect(world.telemetry.counts.get("LeaseConflict")).toBeUndefined();
  });

  test("a redrive onto a resource that another execution took meanwhile raises an alarm", async () => {
    const world = await failedAndRedriven();
    await world.leases.release("exec-1");
    await world.savePlan(other("p2", ["cluster-p"]));
    await world.start("exec-2", other("p2", ["cluster-p"]));
    await deliver(
      world,
      world.published.findIndex(({ type }) => type === "ExecutionRedriven"),
    );
    expect(world.telemetry.counts.get("LeaseConflict")).toBe(1);
    expect(world.telemetry.lines.at(-1)?.fields).toMatchObject({
      stream: "EXEC#exec-1",
      reason: "rds-cluster cluster-p in 123456789012, eu-central-1 is in use by execution exec-2, since 2026-11-23T04:00:00.000Z",
    });
  });

  async function failedAndRedriven(): Promise<World> {
    const world = createWorld();
    await world.savePlan(other("p"));
    await world.request("exec-1", other("p"));
    await deliver(world);
    await world.facts([failed(world.operation("exec-1", "t"))]);
    await world.command("exec-1", { type: "RedriveExecution", reason: "fixed", now: world.clock.nowIso(), actor: alice });
    return world;
  }
});

describe("a recovery goes before drills", () => {
  const drill = { executionType: "drill" } as const;
  const drillAndRecovery = async (more: { readonly preemptDrills?: boolean } = {}) => {
    const world = createWorld({ maxConcurrentExecutions: 1 });
    for (const id of ["p1", "p2", "p3"]) await world.savePlan(other(id));
    await world.start("exec-1", other("p1"), drill);
    world.clock.advance(1_000);
    await world.start("exec-2", other("p2"), drill);
    world.clock.advance(1_000);
    await world.start("exec-3", other("p3"), more);
    return world;
  };

  test("a drill that holds the slot is cancelled, cleans up, and the recovery runs next although a drill came before it", async () => {
    const world = await drillAndRecovery();
    expect((await world.state("exec-1")).cancel).toMatchObject({
      preemptedBy: "exec-3",
      reason: expect.stringContaining("exec-3") as string,
    });
    expect([await status(world, "exec-1"), await status(world, "exec-2"), await status(world, "exec-3")]).toEqual([
      "cancelling",
      "queued",
      "queued",
    ]);
    const seen = world.published.length;
    await finish(world, "exec-1");
    await finish(world, "exec-1"); // its clean-up
    await deliver(world, seen);
    expect([await status(world, "exec-1"), await status(world, "exec-2"), await status(world, "exec-3")]).toEqual([
      "cancelled",
      "queued",
      "executing",
    ]);
  });

  test("a drill on its way to its end is not asked again, and no second one is disturbed", async () => {
    const world = await drillAndRecovery();
    await world.planner.sweep(world.run);
    expect(world.published.filter(({ type }) => type === "ExecutionCancelRequested")).toHaveLength(1);
  });

  test("unless its plan says that it waits", async () => {
    const world = await drillAndRecovery({ preemptDrills: false });
    expect([await status(world, "exec-1"), await status(world, "exec-3")]).toEqual(["executing", "queued"]);
  });

  test("a drill never disturbs a drill", async () => {
    const world = await drillAndRecovery(drill as object);
    expect([await status(world, "exec-1"), await status(world, "exec-3")]).toEqual(["executing", "queued"]);
  });
});
