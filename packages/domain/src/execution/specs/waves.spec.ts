/** Waves as a graph, tasks that depend on each other within a wave, and what makes a wave complete. */
import { expect, test } from "vitest";
import {
  asked,
  at,
  completed,
  context,
  event,
  given,
  recorded,
  running,
  skip,
  started,
  task,
  tick,
  wave,
  waveStarted,
} from "../../../test/execution.ts";

const waveCompleted = (seconds: number, waveNumber: number) => event(seconds, "WaveCompleted", { waveNumber });

test("a wave is complete when each of its tasks is; the next one starts in the same decision", () => {
  const half = running([wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })]).after(started(1, "a"), completed(2, "a"));
  expect(half.events.slice(-2)).toEqual([recorded(started(1, "a")), recorded(completed(2, "a"))]);
  half.when(completed(3, "b")).thenEvents(recorded(completed(3, "b")), waveCompleted(3, 1), waveStarted(3, 2, ["c"]));
});

test("one task that completes twice does not complete a wave of two", () => {
  const { state } = running([wave(1, ["a", "b"])]).after(completed(1, "a"), completed(2, "a"));
  expect(state.waves[0]?.status).toBe("in_progress");
});

test("the last wave ends the execution", () => {
  const one = running([wave(1, ["a"])]);
  one
    .when(completed(5, "a"))
    .thenEvents(recorded(completed(5, "a")), waveCompleted(5, 1), event(5, "ExecutionCompleted", { skippedTasks: [], failedWaves: [] }));
  expect(one.after(completed(5, "a")).state).toMatchObject({ status: "completed", finishedAt: at(5), schedule: { openWaves: [] } });
});

test("waves without dependencies start together, and each starts what waits for it alone", () => {
  const diamond = running([
    wave(1, ["a"]),
    wave(2, ["b"]),
    wave(3, ["c"], { dependencies: [1] }),
    wave(4, ["d"], { dependencies: [1, 2, 3] }),
  ]);
  expect(diamond.events.slice(-2)).toEqual([waveStarted(0, 1, ["a"]), waveStarted(0, 2, ["b"])]);
  const third = diamond.after(completed(1, "a"));
  expect(third.events.slice(-2)).toEqual([waveCompleted(1, 1), waveStarted(1, 3, ["c"])]);
  const fourth = third.after(completed(2, "c", { wave: 3 }), completed(3, "b", { wave: 2 }));
  expect(fourth.events.slice(-2)).toEqual([waveCompleted(3, 2), waveStarted(3, 4, ["d"])]);
});

test("waves that become ready together start in plan order, whatever their numbers", () => {
  const fan = running([wave(7, ["x"]), wave(3, ["b"], { dependencies: [7] }), wave(2, ["a"], { dependencies: [7] })]);
  const { events } = fan.after(completed(1, "x", { wave: 7 }));
  expect(events.slice(-2)).toEqual([waveStarted(1, 3, ["b"]), waveStarted(1, 2, ["a"])]);
});

test("a task that depends on another of its wave is asked when that one is done", () => {
  const chain = running([wave(1, ["db", task("app", { dependsOn: ["db"] }), task("web", { dependsOn: ["db", "app"] })])]);
  expect(chain.events.at(-1)).toEqual(waveStarted(0, 1, ["db"]));
  expect(chain.state.waves[0]?.tasks.map(({ status }) => status)).toEqual(["requested", "waiting", "waiting"]);
  const app = event(5, "TechnologyRequested", { ...context(), task: asked(5, "app") });
  chain.when(completed(5, "db")).thenEvents(recorded(completed(5, "db")), app);
  const web = chain.after(completed(5, "db"), completed(6, "app"));
  expect(web.events.at(-1)).toMatchObject({ type: "TechnologyRequested", data: { task: { taskId: "web" } } });
});

test("a task that an operator left out counts as done for those that wait for it", () => {
  const chain = running([wave(1, ["db", task("app", { dependsOn: ["db"] })])]).after(skip(1, "db"));
  expect(chain.events.at(-1)).toMatchObject({ type: "TechnologyRequested", data: { task: { taskId: "app" } } });
});

test("a wave of tasks that were all left out before it began completes as it starts", () => {
  const next = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(skip(1, "b"));
  next
    .when(completed(2, "a"))
    .thenEvents(
      recorded(completed(2, "a")),
      waveCompleted(2, 1),
      waveStarted(2, 2, []),
      waveCompleted(2, 2),
      event(2, "ExecutionCompleted", { skippedTasks: ["b"], failedWaves: [] }),
    );
});

test("the deadline of a wave counts from its start", () => {
  const { events, state } = running([wave(1, ["a"], { timeoutSeconds: 90 })]);
  expect(events.at(-1)).toEqual(waveStarted(0, 1, ["a"], { deadlineAt: at(90) }));
  expect(state.waves[0]?.deadlineAt).toBe(at(90));
});

test("a decision that was only half written is finished by the next tick", () => {
  const whole = running([wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })]).after(completed(1, "a"), completed(2, "b"));
  given(...whole.events.slice(0, -1))
    .when(tick(3))
    .thenEvents(waveStarted(3, 2, ["c"]));
});

test("tasks of a wave whose parts were only half written are asked by the next tick", () => {
  const whole = running([wave(1, ["a", "b"])]);
  const firstPart = waveStarted(0, 1, ["a"], { part: 1, parts: 2 });
  given(...whole.events.slice(0, -1), firstPart)
    .when(tick(3))
    .thenEvents(event(3, "TechnologyRequested", { ...context(), task: asked(3, "b") }));
});
