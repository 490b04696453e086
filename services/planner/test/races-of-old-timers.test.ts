/** Race tests, each by its name: a timer that outlived two shapes of its event. */
import { defineEvent, findDefinition, type EventDefinition, type FindDefinition } from "@dr/events";
import type { EventLog, StoredEvent } from "@dr/event-log";
import { describe, expect, test } from "vitest";
import { task, wave } from "./plans.ts";
import { count, running, tellTo } from "./racing.ts";
import { completed, createWorld } from "./world.ts";

const DAY_MS = 86_400_000;
const nothing = { looked: 0, ticked: 0, planned: 0, admitted: 0, failed: 0, leftOver: 0 };

/** What `onExpiry` was called before version 3, and its words. */
const AFTERWARDS = { fail: "abort", cancel: "stop", continue: "go_on" } as const;
type OnExpiry = keyof typeof AFTERWARDS;

/** Today's shape is version 3: version 1 kept the end as a number, version 2 called what happens then `afterwards`. */
const today = findDefinition("ExecutionPaused") as EventDefinition;
const paused = defineEvent({
  ...today,
  schema: () => today.schema,
  version: 3,
  upcasters: {
    1: ({ pausedUntilMs, ...rest }) => ({ ...rest, expiresAt: new Date(Number(pausedUntilMs)).toISOString() }),
    2: ({ afterwards, ...rest }) => ({ ...rest, onExpiry: Object.entries(AFTERWARDS).find(([, word]) => word === afterwards)?.[0] }),
  },
});
const findAfterTwoUpcasts: FindDefinition = (type) => (type === paused.type ? paused : findDefinition(type));

function asVersion1({ data: { expiresAt, onExpiry, ...rest }, ...event }: StoredEvent): StoredEvent {
  return {
    ...event,
    schemaVersion: 1,
    data: { ...rest, pausedUntilMs: Date.parse(String(expiresAt)), afterwards: AFTERWARDS[onExpiry as OnExpiry] },
  };
}

/** An execution that a planner of version 1 paused before its second wave, for 30 days. */
async function pausedByVersion1(onExpiry: OnExpiry) {
  const writer = { isOld: true };
  const wrapLog = (log: EventLog): EventLog => ({
    ...log,
    append: (request) => {
      const events = request.events.map((event) => (writer.isOld && event.type === paused.type ? asVersion1(event) : event));
      return log.append({ ...request, events });
    },
  });
  const world = createWorld({ wrapLog, findDefinition: findAfterTwoUpcasts });
  const gated = { pauseBeforeWave: true, pause: { maxPauseSeconds: (30 * DAY_MS) / 1_000, onExpiry } };
  await running(world, [wave(1, [task("a")]), wave(2, [task("b")], gated), wave(3, [task("c")], gated)]);
  await tellTo(world, world.planner, completed(world.operation("exec-1", "a")));
  writer.isOld = false;
  const pauses = () => world.commits.flatMap(({ events }) => events.filter(({ type }) => type === paused.type));
  return { world, pauses, before: await world.types("exec-1") };
}

describe("a 30-day-old timer after two event upcasts", () => {
  test("was recorded in the first shape", async () => {
    const { pauses } = await pausedByVersion1("fail");
    expect(pauses()).toEqual([
      {
        type: "ExecutionPaused",
        schemaVersion: 1,
        at: "2026-11-23T04:00:00.000Z",
        data: {
          pauseId: "exec-1:pause:1",
          reason: "before_wave",
          waveNumber: 2,
          pausedUntilMs: Date.parse("2026-12-23T04:00:00.000Z"),
          afterwards: "abort",
        },
      },
    ]);
  });

  test("does not fire before its time, however often somebody looks", async () => {
    const { world, before } = await pausedByVersion1("fail");
    for (let day = 1; day < 30; day += 1) {
      world.clock.advance(DAY_MS);
      expect(await world.newPlanner().sweep(world.run)).toEqual(nothing);
    }
    world.clock.advance(DAY_MS - 1);
    expect(await world.newPlanner().sweep(world.run)).toEqual(nothing);
    expect((await world.state("exec-1")).pause).toMatchObject({ expiresAt: "2026-12-23T04:00:00.000Z", onExpiry: "fail" });
    expect(await world.types("exec-1")).toEqual(before);
  });

  test.each([
    ["fail", ["ExecutionFailed"], "failed", "failed"],
    ["cancel", ["ExecutionCancelRequested", "ExecutionCancelled"], "cancelled", "cancelled"],
    ["continue", ["ExecutionResumed", "WaveStarted"], "executing", "in_progress"],
  ] as const)("fires on its day, and does what the pause said: %s", async (onExpiry, events, status, listed) => {
    const { world, before } = await pausedByVersion1(onExpiry);
    world.clock.advance(30 * DAY_MS);
    expect(await world.newPlanner().sweep(world.run)).toEqual({ ...nothing, looked: 1, ticked: 1 });
    expect(await world.types("exec-1", before.length)).toEqual(events);
    expect(world.commits.at(-1)).toMatchObject({ recordedAt: "2026-12-23T04:00:00.000Z", causationId: "run-1" });
    expect(await world.state("exec-1")).toMatchObject({ status, pauses: { taken: 1 }, waves: [{ status: "completed" }, {}, {}] });
    expect((await world.history.get("exec-1"))?.Status).toBe(listed);
  });

  test("fired twice at once, it ends the pause once", async () => {
    const { world, before } = await pausedByVersion1("continue");
    world.clock.advance(30 * DAY_MS);
    const summaries = await Promise.all([world.newPlanner().sweep(world.run), world.newPlanner().sweep(world.run)]);
    expect(summaries.map(({ looked }) => looked)).toEqual([1, 1]);
    expect(summaries.filter(({ ticked }) => ticked === 1)).toHaveLength(1);
    expect(await world.types("exec-1", before.length)).toEqual(["ExecutionResumed", "WaveStarted"]);
  });

  test.each(["fail", "cancel", "continue"] as const)("fired again by an index that lags behind, it does nothing: %s", async (onExpiry) => {
    const { world } = await pausedByVersion1(onExpiry);
    const stale = await world.history.get("exec-1");
    world.clock.advance(30 * DAY_MS);
    await world.newPlanner().sweep(world.run);
    const fired = await world.types("exec-1");
    const listDue: typeof world.history.listDue = async (shard) => (shard === "0" ? [stale!] : []);
    const late = world.newPlanner({ history: { ...world.history, listDue } });
    expect(await late.sweep(world.run)).toEqual({ ...nothing, looked: 1 });
    expect(await world.types("exec-1")).toEqual(fired);
  });

  test("loses nothing: what follows is recorded in today's shape, and both shapes fold into one state", async () => {
    const { world, pauses } = await pausedByVersion1("continue");
    world.clock.advance(30 * DAY_MS);
    await world.newPlanner().sweep(world.run);
    await tellTo(world, world.newPlanner(), completed(world.operation("exec-1", "b")));
    expect(pauses().map(({ schemaVersion }) => schemaVersion)).toEqual([1, 3]);
    expect(pauses().at(-1)?.data).toEqual({
      pauseId: "exec-1:pause:2",
      reason: "before_wave",
      waveNumber: 3,
      expiresAt: "2027-01-22T04:00:00.000Z",
      onExpiry: "continue",
    });
    world.clock.advance(30 * DAY_MS);
    expect(await world.newPlanner().sweep(world.run)).toEqual({ ...nothing, looked: 1, ticked: 1 });
    await tellTo(world, world.newPlanner(), completed(world.operation("exec-1", "c")));
    const state = await world.state("exec-1");
    expect(state).toMatchObject({ status: "completed", pauses: { taken: 2, totalMs: 60 * DAY_MS } });
    const types = await world.types("exec-1");
    expect([count(types, "WaveStarted"), count(types, "ExecutionResumed"), count(types, "ExecutionCompleted")]).toEqual([3, 2, 1]);
  });
});
