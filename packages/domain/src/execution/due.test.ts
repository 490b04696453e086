/** When time alone will next move an execution: never later than what a tick would do. */
import { describe, expect, test } from "vitest";
import {
  at,
  cancel,
  completed,
  drilling,
  failed,
  given,
  pause,
  plan,
  request,
  running,
  started,
  task,
  tick,
  wave,
} from "../../test/execution.ts";
import { dueAt } from "./due.ts";

const due = ({ state }: ReturnType<typeof running>): string | null => dueAt(state);

describe("what is due", () => {
  test("nothing, before the start and after the end", () => {
    expect(due(given())).toBeNull();
    expect(due(given().after(request()))).toBeNull();
    expect(due(given().after(request(), plan([wave(1, ["a"])], false)))).toBeNull();
    expect(due(running([wave(1, ["a"])]).after(completed(1, "a")))).toBeNull();
  });
  test("the first silence", () => {
    const one = running([wave(1, ["a", task("b", { heartbeatSeconds: 45 })])]);
    expect(due(one)).toBe(at(45));
    expect(due(one.after(started(20, "b")))).toBe(at(60));
    expect(due(one.after(tick(45)))).toBe(at(60));
    expect(due(one.after(tick(45), tick(60)))).toBe(at(135));
  });
  test("the first silence of tasks with the same heartbeat, whichever was heard first", () => {
    const three = running([wave(1, ["a", "b", "c"])]).after(started(20, "a"), started(30, "c"));
    expect(due(three)).toBe(at(60));
    expect(due(three.after(started(40, "b")))).toBe(at(80));
  });
  test("the deadline of a task, a wave, an execution", () => {
    expect(due(running([wave(1, [task("a", { timeoutSeconds: 30 })])]))).toBe(at(30));
    expect(due(running([wave(1, ["a"], { timeoutSeconds: 20 })]))).toBe(at(20));
    expect(due(running([wave(1, ["a"])], { timeoutSeconds: 10 }))).toBe(at(10));
  });
  test("a retry", () => {
    expect(due(running([wave(1, ["a"])]).after(failed(1, "a", { failure: { retryable: true } })))).toBe(at(6));
  });
  test("the end of a pause; the deadline of the execution waits", () => {
    const gated = running([wave(1, ["a"], { pauseBeforeWave: true })], { timeoutSeconds: 10 });
    expect(due(gated)).toBe(at(3600));
  });
  test("a wave's deadline also while the execution is paused", () => {
    const busy = running([wave(1, ["a"], { pauseBeforeWave: true }), wave(2, ["b"], { timeoutSeconds: 30 })]);
    expect(due(busy)).toBe(at(30));
  });
  test("the end of a cancel, or the silence before it; not the deadlines of tasks and waves", () => {
    const stopping = running([wave(1, [task("a", { timeoutSeconds: 30 })], { timeoutSeconds: 20 })]).after(cancel(10));
    expect(due(stopping)).toBe(at(70));
    expect(due(stopping.after(tick(70)))).toBe(at(190));
    expect(due(stopping.after(tick(70), tick(190)))).toBe(at(310));
  });
  test("the deadlines of a rollback and a clean-up", () => {
    const cleaning = drilling([wave(1, [task("a", { timeoutSeconds: 30 })])]).after(completed(5, "a"));
    expect(due(cleaning)).toBe(at(35));
  });
  test("what a half-written decision left undone, at once", () => {
    const whole = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1] })]).after(completed(5, "a"));
    expect(due(given(...whole.events.slice(0, -1)))).toBe(at(0));
    const paused = running([wave(1, ["a"])]).after(pause(1));
    expect(due(paused)).toBe(at(60));
  });
});
