/** The queue planner-facts: happy, malformed, duplicate, out of order, partial failure. */
import { beforeEach, describe, expect, test } from "vitest";
import { adapterEvent, someOperation } from "./events.ts";
import { plan, task, wave } from "./plans.ts";
import { completed, createWorld, failed, type World } from "./world.ts";

const twoWaves = plan("p", [wave(1, [task("a"), task("b")]), wave(2, [task("c")])]);
const given = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("planner-facts", () => {
  let world: World;
  beforeEach(async () => {
    world = createWorld();
    await world.savePlan(twoWaves);
    await world.start("exec-1", twoWaves);
  });

  test("records what adapters report and advances the execution to its end", async () => {
    const [a, b] = [world.operation("exec-1", "a"), world.operation("exec-1", "b")];
    const before = (await world.types("exec-1")).length;
    expect(await world.facts([adapterEvent("TechnologyStarted", a), completed(a), completed(b)])).toEqual(given());
    expect(await world.types("exec-1", before)).toEqual([
      "TechnologyStarted",
      "TechnologyCompleted",
      "TechnologyCompleted",
      "WaveCompleted",
      "WaveStarted",
    ]);
    await world.facts([completed(world.operation("exec-1", "c"))]);
    expect((await world.state("exec-1")).status).toBe("completed");
    expect((await world.history.get("exec-1"))?.Status).toBe("completed");
  });

  test("each commit names the event that led to it and the request's correlation", async () => {
    const a = world.operation("exec-1", "a");
    await world.facts([completed(a)]);
    expect(world.commits.at(-1)).toMatchObject({
      actor: "service:planner",
      correlationId: "correlation-1",
      causationId: `${a.operationId}:TechnologyCompleted`,
      epoch: 0,
    });
  });

  test("a duplicate changes nothing", async () => {
    const event = completed(world.operation("exec-1", "a"));
    await world.facts([event, event]);
    const before = await world.types("exec-1");
    expect(await world.facts([event])).toEqual(given());
    expect(await world.types("exec-1")).toEqual(before);
    expect(world.telemetry.counts.get("FactWithoutEffect")).toBe(2);
  });

  test("a start after its own completion changes nothing", async () => {
    const a = world.operation("exec-1", "a");
    await world.facts([completed(a)]);
    const before = await world.types("exec-1");
    await world.facts([adapterEvent("TechnologyStarted", a)]);
    expect(await world.types("exec-1")).toEqual(before);
  });

  test("every order of the same facts ends in the same state", async () => {
    const orders = [
      ["a", "b", "c"],
      ["b", "a", "c"],
    ];
    const ends = [];
    for (const order of orders) {
      const other = createWorld();
      await other.savePlan(twoWaves);
      await other.start("exec-1", twoWaves);
      for (const id of order) await other.facts([completed(other.operation("exec-1", id))]);
      ends.push((await other.state("exec-1")).status);
    }
    expect(ends).toEqual(["completed", "completed"]);
  });

  test("malformed messages and liars are set aside with the reason; neighbours are recorded", async () => {
    const a = world.operation("exec-1", "a");
    const answer = await world.facts([
      "{not json",
      adapterEvent("TechnologyCompleted", a),
      { ...completed(a), source: "dr.adapter.drs" },
      adapterEvent("TechnologyCompleted", { ...a, technology: "drs" }, {}),
      adapterEvent("TechnologyTeleported", a),
      completed(a),
    ]);
    expect(answer).toEqual(given());
    expect(world.queue.messages.map(({ attributes }) => attributes?.["ErrorCode"])).toEqual([
      "event.malformed_json",
      "event.invalid",
      "event.source_mismatch",
      "event.invalid",
    ]);
    expect(world.telemetry.counts.get("UnknownEventType")).toBe(1);
    expect((await world.types("exec-1")).at(-1)).toBe("TechnologyCompleted");
  });

  test("an adapter cannot speak for another technology", async () => {
    const a = world.operation("exec-1", "a");
    const lie = completed({ ...a, technology: "drs" });
    await world.facts([{ ...lie, source: "dr.adapter.database", detail: { ...lie.detail, source: "dr.adapter.database" } }]);
    expect(world.queue.messages[0]?.attributes?.["ErrorCode"]).toBe("event.source_mismatch");
    expect((await world.state("exec-1")).waves[0]?.tasks[0]?.status).toBe("requested");
  });

  test("a fact about an execution that does not exist is set aside", async () => {
    expect(await world.facts([completed(someOperation), completed({ ...someOperation, executionId: "exec-9" })])).toEqual(given());
    expect(world.queue.messages.map(({ attributes }) => attributes?.["ErrorCode"])).toEqual(["execution.not_found"]);
    expect((await world.types("exec-1")).at(-1)).toBe("OperationResultIgnored");
  });

  test("a fact that cannot be recorded now is given back alone", async () => {
    const broken = createWorld({
      wrapLog: (log) => ({
        ...log,
        append: (request) =>
          request.streamId === "EXEC#exec-2" && request.head.version > 2 ? Promise.reject(new Error("down")) : log.append(request),
      }),
    });
    const plans = [plan("p1", [wave(1, [task("a")])]), plan("p2", [wave(1, [task("b")])])];
    for (const [index, one] of plans.entries()) {
      await broken.savePlan(one);
      await broken.start(`exec-${index + 1}`, one);
    }
    const events = [completed(broken.operation("exec-1", "a")), completed(broken.operation("exec-2", "b"))];
    expect(await broken.facts(events)).toEqual(given("m2"));
    expect((await broken.state("exec-1")).status).toBe("completed");
  });

  test("progress goes to the operation item and not into the log", async () => {
    const a = world.operation("exec-1", "a");
    const before = await world.types("exec-1");
    const progress = (percent: number, time: string) => adapterEvent("TechnologyProgressed", a, { message: "working", percent }, { time });
    world.clock.advance(10_000);
    await world.facts([progress(10, "2026-11-23T04:00:05.000Z"), progress(10, "2026-11-23T04:00:06.000Z")]);
    expect(world.operations.get(a.operationId)).toMatchObject({
      executionId: "exec-1",
      taskId: "a",
      percent: 10,
      heardAt: "2026-11-23T04:00:05.000Z",
    });
    expect(world.operations.writes()).toBe(1);
    expect(await world.types("exec-1")).toEqual(before);
  });

  test("a sign of life from the future counts as one of now", async () => {
    const a = world.operation("exec-1", "a");
    await world.facts([adapterEvent("TechnologyProgressed", a, { message: "working" }, { time: "2027-01-01T00:00:00.000Z" })]);
    expect(world.operations.get(a.operationId)?.heardAt).toBe("2026-11-23T04:00:00.000Z");
  });

  test("a failure ends the execution as its wave says", async () => {
    await world.facts([failed(world.operation("exec-1", "a")), completed(world.operation("exec-1", "b"))]);
    expect((await world.state("exec-1")).status).toBe("failed");
  });
});
