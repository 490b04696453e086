/** The queue planner-log: planning, leases, admission, release. */
import { describe, expect, test } from "vitest";
import { recordedEvent } from "./events.ts";
import { plan, task, wave } from "./plans.ts";
import { alice, completed, createWorld, failed, type World } from "./world.ts";

const simple = plan("p", [wave(1, [task("a", { resources: { clusters: ["orders"], instances: ["billing"] } })])]);
const other = (id: string, clusters: readonly string[] = [`cluster-${id}`]) =>
  plan(id, [wave(1, [task("t", { resources: { clusters } })])]);
const given = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
const keys = async (world: World, holder: string) =>
  (await world.leases.list())
    .filter((lease) => lease.holder === holder)
    .map(({ key }) => key)
    .toSorted();

/** Delivers every recorded event that the rule of planner-log lets through, from `from` on; returns where it stopped. */
async function deliver(world: World, from = 0): Promise<number> {
  const listened = ["ExecutionRequested", "ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled", "ExecutionRedriven"];
  const events = world.published.slice(from).filter(({ type }) => listened.includes(type));
  const until = world.published.length;
  expect(await world.logEvents(events.map((detail) => ({ id: "bus", source: detail.source, "detail-type": detail.type, detail })))).toEqual(
    given(),
  );
  return until;
}

const finish = async (world: World, executionId: string, taskId = "t") => world.facts([completed(world.operation(executionId, taskId))]);
const status = async (world: World, executionId: string) => (await world.state(executionId)).status;

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
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#database#billing", "RES#database#orders", "SLOT#1"]);
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
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#database#billing", "RES#database#orders", "SLOT#1"]);
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
      message: "database resource shared is in use by execution exec-1",
      retryable: false,
      details: { technology: "database", resource: "shared", key: "RES#database#shared", holder: "exec-1" },
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
    expect((await world.state("exec-2")).failure?.message).toBe("plan p is in use by execution exec-1");
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
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p1", "RES#database#cluster-p1", "SLOT#1"]);
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
    await deliver(
      world,
      world.published.findIndex(({ type }) => type === "ExecutionFailed"),
    );
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#database#cluster-p", "SLOT#1"]);
  });

  test("a redrive takes back what the end released", async () => {
    const world = await failedAndRedriven();
    await world.leases.release("exec-1");
    await deliver(
      world,
      world.published.findIndex(({ type }) => type === "ExecutionRedriven"),
    );
    expect(await keys(world, "exec-1")).toEqual(["PLAN#p", "RES#database#cluster-p", "SLOT#1"]);
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
      reason: "database resource cluster-p is held by exec-2",
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
