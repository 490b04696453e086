/** Adapters are asked whether waves are ready: when the execution begins, and again before each wave. */
import type { EventData, TaskSpec, WaveSpec } from "@dr/events";
import { expect, test } from "vitest";
import {
  admit,
  at,
  cancel,
  completed,
  decideOn,
  drilling,
  ann,
  event,
  EXECUTION,
  failed,
  given,
  plan,
  recorded,
  redrive,
  request,
  resume,
  running,
  skip,
  switchTo,
  takeOver,
  task,
  tick,
  waiting,
  wave,
  waveStarted,
} from "../../../test/execution.ts";
import type { RecordReadiness } from "../commands.ts";
import { dueAt } from "../due.ts";
import { toExecutionView } from "../view.ts";

type Checks = EventData<"ReadinessReported">["tasks"][number]["checks"];

const asking = (taskId: string, more: Partial<TaskSpec> = {}): TaskSpec => task(taskId, { answersReadiness: true, ...more });
const checkId = (seconds: number, when: "planning" | "wave") => `${EXECUTION}:readiness:${when}:${at(seconds)}`;
const blocks = (code = "rds.no_target"): Checks => [
  { resource: "a-cluster", code, severity: "block", message: "nothing to fail over to", evidence: { members: 1 } },
];
const passes: Checks = [{ resource: "a-cluster", code: "rds.busy", severity: "block", passing: true, message: "a backup runs" }];

const report = (seconds: number, id: string, tasks: Readonly<Record<string, Checks>>, technology = "database"): RecordReadiness => ({
  type: "RecordReadiness",
  now: at(seconds),
  data: {
    executionId: EXECUTION,
    checkId: id,
    technology,
    tasks: Object.entries(tasks).map(([taskId, checks]) => ({
      taskId,
      ready: checks.every(({ severity }) => severity !== "block"),
      checks,
    })),
  },
});

const requested = (seconds: number, when: "planning" | "wave", tasks: readonly (readonly [string, number])[], more = {}) =>
  event(seconds, "ReadinessRequested", {
    executionId: EXECUTION,
    planId: "plan-1",
    checkId: checkId(seconds, when),
    at: when,
    part: 1,
    parts: 1,
    executionType: "recovery",
    mode: "planned",
    deadlineAt: at(seconds + 30),
    technologies: tasks.map(([taskId, waveNumber]) => ({
      taskId,
      waveNumber,
      type: "database",
      operation: "failover",
      resources: { clusters: [`${taskId}-cluster`] },
      config: {},
      validation: {},
    })),
    ...more,
  });

const twoWaves = (more: Partial<WaveSpec> = {}) => [wave(1, [asking("a")], more), wave(2, [asking("b")], { dependencies: [1], ...more })];
const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);
const reported = (command: RecordReadiness) =>
  event((Date.parse(command.now) - Date.parse(at(0))) / 1000, "ReadinessReported", command.data);

test("nobody is asked about tasks whose adapter would not answer", () => {
  expect(types(running([wave(1, ["a"])]).events)).not.toContain("ReadinessRequested");
});

test("when it begins, every wave is asked about at once, and nothing runs before the first has answered", () => {
  const { events, state } = running(twoWaves());
  expect(events.at(-1)).toEqual(
    requested(0, "planning", [
      ["a", 1],
      ["b", 2],
    ]),
  );
  expect([state.status, state.schedule.openWaves]).toEqual(["executing", []]);
});

test("a wave starts as soon as it is ready; the next is asked again before it starts, in the same decision that completes the first", () => {
  const first = running(twoWaves());
  const answer = report(1, checkId(0, "planning"), { a: [] });
  first.when(answer).thenEvents(reported(answer), waveStarted(1, 1, ["a"]));
  const second = first.after(answer);
  second
    .when(completed(9, "a"))
    .thenEvents(recorded(completed(9, "a")), event(9, "WaveCompleted", { waveNumber: 1 }), requested(9, "wave", [["b", 2]]));
  const again = report(10, checkId(9, "wave"), { b: passes });
  // What passes by itself is waited for by the task itself.
  second
    .after(completed(9, "a"))
    .when(again)
    .thenEvents(reported(again), waveStarted(10, 2, ["b"]));
});

test("what is not ready fails before anything is touched, in its adapter's words", () => {
  const answer = report(1, checkId(0, "planning"), { a: blocks() });
  const { events, state } = running(twoWaves()).after(answer);
  expect(types(events.slice(-4))).toEqual(["ReadinessReported", "TechnologySkipped", "WaveFailed", "ExecutionFailed"]);
  expect(state.failure).toEqual({
    code: "execution.wave_failed",
    message: "wave 1 (Wave 1) failed: a: nothing to fail over to",
    retryable: false,
    details: { waveNumber: 1, tasks: [{ taskId: "a", code: "rds.no_target" }] },
  });
  expect(state.waves[0]?.tasks[0]).toMatchObject({
    status: "skipped",
    skippedBecause: "not_ready",
    attempt: 0,
    failure: { code: "rds.no_target", details: { resource: "a-cluster", members: 1 } },
  });
});

test("a later wave that cannot be ready yet fails nothing: it is shown, and asked again", () => {
  const { state } = running(twoWaves()).after(report(1, checkId(0, "planning"), { a: [], b: blocks() }));
  const { waves } = toExecutionView(state, { now: at(1) });
  expect([state.status, waves.map(({ readiness }) => readiness?.state)]).toEqual(["executing", ["ready", "not_yet"]]);
});

test("a wave that was refused before it started takes its policy: rollback takes back what stands", () => {
  const { events } = running(twoWaves({ onFailure: "rollback" })).after(
    report(1, checkId(0, "planning"), { a: [], b: [] }),
    completed(9, "a"),
    report(10, checkId(9, "wave"), { b: blocks() }),
  );
  expect(types(events.slice(-3))).toEqual(["WaveFailed", "RollbackStarted", "TechnologyRollbackRequested"]);
});

test("under `continue` what does not depend on it goes on", () => {
  const waves = [wave(1, [asking("a")], { onFailure: "continue" }), wave(2, ["b"]), wave(3, ["c"], { dependencies: [1] })];
  const run = running(waves).after(report(1, checkId(0, "planning"), { a: blocks() }), completed(3, "b", { wave: 2 }));
  expect(run.events.at(-1)).toEqual(event(3, "ExecutionCompleted", { skippedTasks: ["a", "c"], failedWaves: [1] }));
});

test("under `pause` it waits for an operator, is asked again when it goes on, and may be gone on without", () => {
  const paused = running(twoWaves({ onFailure: "pause" })).after(report(1, checkId(0, "planning"), { a: blocks() }));
  expect(paused.events.at(-1)).toMatchObject({ type: "ExecutionPaused", data: { reason: "not_ready", waveNumber: 1 } });
  const { next } = toExecutionView(paused.state, { now: at(2) });
  expect([next?.waitingFor, next?.why]).toEqual([
    "resume",
    "wave 1 is not ready, nothing of it was begun; it is asked again when the execution goes on: a: nothing to fail over to",
  ]);
  const again = paused.after(resume(60));
  expect(types(again.events.slice(-2))).toEqual(["ExecutionResumed", "ReadinessRequested"]);
  expect(types(again.after(report(61, checkId(60, "wave"), { a: [] })).events.slice(-1))).toEqual(["WaveStarted"]);
  const without = paused.after(skip(60, "a"), resume(61));
  expect(without.state.waves[0]?.status).toBe("completed");
});

test("who has not answered by the deadline is not waited for", () => {
  const run = running(twoWaves());
  expect(dueAt(run.state)).toBe(at(30));
  run.when(tick(29)).thenNothing();
  run.when(tick(30)).thenEvents(waveStarted(30, 1, ["a"]));
  const { waves } = toExecutionView(run.after(tick(30)).state, { now: at(31) });
  expect(waves[0]?.readiness).toMatchObject({ state: "unanswered", awaited: ["a"] });
});

test("what blocks is heeded at the deadline although others are silent", () => {
  const both = running([wave(1, [asking("a"), asking("b")])]).after(report(1, checkId(0, "planning"), { a: blocks() }));
  expect(both.state.status).toBe("executing");
  expect(both.after(tick(30)).state.status).toBe("failed");
});

test("repeated, late, foreign and invented answers change nothing", () => {
  const run = running(twoWaves());
  const answer = report(1, checkId(0, "planning"), { a: [] });
  run.when(report(1, checkId(0, "planning"), { a: [] }, "drs")).thenNothing();
  run.when(report(1, checkId(7, "planning"), { a: [] })).thenNothing();
  run.when(report(1, checkId(0, "planning"), { nobody: [] })).thenNothing();
  run.after(answer).when(answer).thenNothing();
  run.after(tick(30)).when(answer).thenNothing();
  run.after(cancel(2)).when(answer).thenNothing();
});

test("an answer that comes when the execution has ended, or waits to be reopened, is about what was: it asks again", () => {
  const failedFirst = running(twoWaves()).after(report(1, checkId(0, "planning"), { a: [] }), failed(2, "a"));
  const late = report(6, checkId(0, "planning"), { b: [] });
  failedFirst.when(late).thenNothing();
  const queued = failedFirst.after(waiting(redrive(5)));
  queued.when(late).thenNothing();
  queued.after(admit(7)).when(late).thenNothing();
});

test("tasks that wait for others of their wave are not asked about: what comes before may change what is seen", () => {
  const { events } = running([wave(1, [asking("a"), asking("b", { dependsOn: ["a"] })])]);
  expect(events.at(-1)).toEqual(requested(0, "planning", [["a", 1]]));
});

test("a gate comes first; what was seen before it is asked again", () => {
  const gated = running([
    wave(1, [asking("a")], {
      pauseBeforeWave: true,
      pause: {
        maxPauseSeconds: 3600,
        onExpiry: "fail",
        approval: { minApprovals: 1, approverRoles: ["DRRecoveryManager"], onDecline: "cancel" },
      },
    }),
  ]);
  expect(types(gated.events.slice(-2))).toEqual(["ReadinessRequested", "ExecutionPaused"]);
  const passed = gated.after(report(1, checkId(0, "planning"), { a: [] }), decideOn(600, ann));
  expect(types(passed.events.slice(-2))).toEqual(["ExecutionResumed", "ReadinessRequested"]);
});

test("another mode, another leader and a redrive ask again", () => {
  const run = running(twoWaves());
  const switched = run.after(switchTo(2, "unplanned"), tick(2));
  expect(switched.events.at(-1)).toEqual(requested(2, "wave", [["a", 1]], { mode: "unplanned" }));
  const led = run.after(takeOver(2, 1));
  expect(led.events.at(-1)).toEqual(requested(2, "wave", [["a", 1]]));
  const failed = run.after(report(1, checkId(0, "planning"), { a: blocks() }));
  expect(types(failed.after(redrive(50)).events.slice(-2))).toEqual(["ExecutionRedriven", "ReadinessRequested"]);
});

test("a drill that is not ready has nothing to clean up", () => {
  const { events } = drilling([wave(1, [asking("a")])]).after(report(1, checkId(0, "planning"), { a: blocks("task.no_safe_drill") }));
  expect(types(events.slice(-2))).toEqual(["WaveFailed", "ExecutionFailed"]);
});

test("a large plan is asked about in parts, and all of them are awaited", () => {
  const tasks = Array.from({ length: 120 }, (_, index) => asking(`t${index}`, { resources: { clusters: ["x".repeat(400)] } }));
  const { events, state } = given().after(request(), plan([wave(1, tasks)]));
  const parts = events.filter(({ type }) => type === "ReadinessRequested");
  expect(parts.length).toBeGreaterThan(3);
  expect(state.waves[0]?.readiness?.awaited).toHaveLength(120);
});

test("a report keeps what fits into an event, what blocks first", () => {
  const many: Checks = Array.from({ length: 200 }, (_, index) => ({
    resource: `r${index}`,
    code: "a.b",
    severity: "warn" as const,
    message: "x".repeat(300),
  }));
  const { events } = running([wave(1, [asking("a")])]).after(report(1, checkId(0, "planning"), { a: [...blocks(), ...many] }));
  const [said] = events.filter(({ type }) => type === "ReadinessReported");
  const data = said?.data as EventData<"ReadinessReported">;
  expect(JSON.stringify(data).length).toBeLessThan(16_000);
  expect([data.tasks[0]?.checks[0]?.severity, (data.tasks[0]?.checks.length ?? 0) + (data.tasks[0]?.unlisted ?? 0)]).toEqual([
    "block",
    201,
  ]);
});
