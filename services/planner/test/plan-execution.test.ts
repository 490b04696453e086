/** The queue planner-log: a requested execution is planned, with its leases; malformed messages. */
import { describe, expect, test } from "vitest";
import { deliver, finish, given, keys, other, simple, status } from "./delivery.ts";
import { recordedEvent } from "./events.ts";
import { plan, task, wave } from "./plans.ts";
import { alice, createWorld } from "./world.ts";

describe("ExecutionRequested", () => {
  test("freezes the waves, takes slot, plan and resources, and starts", async () => {
    const world = createWorld();
    await world.savePlan(simple);
    await world.request("exec-1", simple);
    await deliver(world);
    expect(await world.types("exec-1")).toEqual([
      "ExecutionRequested",
      "WavesPlanned",
      "ExecutionPlanned",
      "ExecutionStarted",
      "WaveStarted",
    ]);
    expect(await keys(world, "exec-1")).toEqual([
      "PLAN#p",
      "RES#rds-cluster:123456789012:eu-central-1:orders",
      "RES#rds-instance:123456789012:eu-central-1:billing",
      "SLOTS",
    ]);
    expect(world.commits.at(-1)).toMatchObject({ actor: "service:planner", correlationId: "c", causationId: "EXEC#exec-1:1" });
  });

  test("a duplicate, and one that comes after the end, changes nothing", async () => {
    const world = createWorld();
    await world.savePlan(simple);
    await world.request("exec-1", simple);
    await deliver(world);
    await deliver(world);
    await finish(world, "exec-1", "a");
    await deliver(world);
    await deliver(world);
    expect(world.published.filter(({ type }) => type === "ExecutionPlanned")).toHaveLength(1);
    expect(await world.leases.list()).toEqual([]);
  });

  test("a crash between the leases and the plan is repaired by the repeat, with one slot", async () => {
    let crash = true;
    const world = createWorld({
      wrapLog: (log) => ({
        ...log,
        append: (request) =>
          crash && request.events.some(({ type }) => type === "ExecutionPlanned")
            ? Promise.reject(new Error("crash"))
            : log.append(request),
      }),
    });
    await world.savePlan(simple);
    await world.request("exec-1", simple);
    const [requested] = world.published.filter(({ type }) => type === "ExecutionRequested");
    const event = { id: "bus", source: "dr.orchestration", "detail-type": "ExecutionRequested", detail: requested };
    expect(await world.logEvents([event])).toEqual(given("m1"));
    crash = false;
    expect(await world.logEvents([event])).toEqual(given());
    expect(await status(world, "exec-1")).toBe("executing");
    expect(await keys(world, "exec-1")).toEqual([
      "PLAN#p",
      "RES#rds-cluster:123456789012:eu-central-1:orders",
      "RES#rds-instance:123456789012:eu-central-1:billing",
      "SLOTS",
    ]);
  });

  test("tagFilters are refused with a failure of their own", async () => {
    const byTags = plan("p", [wave(1, [task("a", { resources: { tagFilters: { "DR-Tier": "database" } } })])]);
    const world = createWorld();
    await world.savePlan(byTags);
    await world.request("exec-1", byTags);
    await deliver(world, await deliver(world));
    const state = await world.state("exec-1");
    expect([state.status, state.failure?.code, state.failure?.details]).toEqual([
      "failed",
      "planning.tag_filters_unsupported",
      { taskId: "a", waveNumber: 1 },
    ]);
    expect(await world.leases.list()).toEqual([]);
  });

  test("a plan version that does not exist is refused", async () => {
    const world = createWorld();
    await world.savePlan(simple);
    await world.request("exec-1", simple, { planVersion: 7 });
    await deliver(world);
    expect((await world.state("exec-1")).failure?.code).toBe("planning.plan_version_not_found");
  });

  test("a resource of another active execution is refused, naming it and its holder", async () => {
    const world = createWorld();
    for (const one of [other("p1", ["shared", "x"]), other("p2", ["a", "shared"])]) await world.savePlan(one);
    await world.request("exec-1", other("p1", ["shared", "x"]));
    await world.request("exec-2", other("p2", ["a", "shared"]));
    await deliver(world, await deliver(world));
    expect((await world.state("exec-2")).failure).toEqual({
      code: "execution.resource_conflict",
      message: "rds-cluster shared in 123456789012, eu-central-1 is in use by execution exec-1, since 2026-11-23T04:00:00.000Z",
      retryable: false,
      details: {
        conflicts: [
          {
            text: "rds-cluster shared in 123456789012, eu-central-1",
            kind: "rds-cluster",
            resource: "shared",
            reference: "rds-cluster:123456789012:eu-central-1:shared",
            executionId: "exec-1",
            status: "planning",
            since: "2026-11-23T04:00:00.000Z",
            until: null,
          },
        ],
      },
    });
    expect(await status(world, "exec-1")).toBe("executing");
    expect(await keys(world, "exec-2")).toEqual([]);
  });

  test("one execution of a plan at a time, unless forced", async () => {
    const [first, second] = [other("p", ["a"]), other("p", ["b"])];
    const world = createWorld();
    await world.savePlan(first);
    await world.request("exec-1", first);
    await deliver(world);
    await world.planner.plans.handle(
      "p",
      { type: "UpdatePlan", plan: second, now: world.clock.nowIso(), actor: alice },
      { actor: "a", correlationId: "c", causationId: "c" },
    );
    await world.request("exec-2", second, { planVersion: 2 });
    await world.request("exec-3", second, { planVersion: 2, force: true });
    await deliver(world, 0);
    expect((await world.state("exec-2")).failure?.message).toBe(
      "plan p is being executed already, by exec-1, since 2026-11-23T04:00:00.000Z; force starts another one where their resources differ",
    );
    expect(await status(world, "exec-3")).toBe("executing");
  });

  test("a lease that a crash left behind does not stand in the way", async () => {
    const world = createWorld();
    for (const id of ["p1", "p2"]) await world.savePlan(other(id, ["shared"]));
    await world.request("exec-1", other("p1", ["shared"]));
    await deliver(world);
    await finish(world, "exec-1"); // its end is never delivered
    await world.request("exec-2", other("p2", ["shared"]));
    const [event] = world.published.filter(({ type, subject }) => type === "ExecutionRequested" && subject === "exec-2");
    await world.logEvents([{ id: "bus", source: "dr.orchestration", "detail-type": "ExecutionRequested", detail: event }]);
    expect(await status(world, "exec-2")).toBe("executing");
    expect(world.telemetry.counts.get("DeadLeaseReleased")).toBe(1);
  });
});

test("malformed and foreign messages are set aside, neighbours are handled", async () => {
  const world = createWorld();
  await world.savePlan(simple);
  await world.request("exec-1", simple);
  const [detail] = world.published.filter(({ type }) => type === "ExecutionRequested");
  const good = { id: "bus", source: "dr.orchestration", "detail-type": "ExecutionRequested", detail };
  const answer = await world.logEvents([
    "{",
    recordedEvent("ExecutionRequested", "exec-1", {}),
    recordedEvent("WaveCompleted", "exec-1", { waveNumber: 1 }),
    good,
  ]);
  expect(answer).toEqual(given());
  expect(world.queue.messages.map(({ attributes }) => attributes?.["ErrorCode"])).toEqual([
    "event.malformed_json",
    "event.invalid",
    "event.unexpected_type",
  ]);
  expect(await status(world, "exec-1")).toBe("executing");
});
