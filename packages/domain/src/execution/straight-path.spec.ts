/** An execution without trouble: from the request to its end. */
import { expect, test } from "vitest";
import {
  at,
  completed,
  event,
  given,
  kim,
  MANIFEST_HASH,
  plan,
  recorded,
  request,
  running,
  started,
  wave,
  waveStarted,
} from "../../test/execution.ts";

test("a request is recorded with who made it", () => {
  const command = request();
  given()
    .when(command)
    .then(
      event(0, "ExecutionRequested", { ...(command.type === "RequestExecution" ? command.request : never()), requestedBy: kim.principal }),
    );
});

const never = (): never => {
  throw new Error("unreachable");
};

test("planning freezes the waves, starts the execution and its first wave in one decision", () => {
  const waves = [wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })];
  given()
    .after(request())
    .when(plan(waves))
    .then(
      event(0, "WavesPlanned", { part: 1, waves }),
      event(0, "ExecutionPlanned", { parts: 1, waveCount: 2, taskCount: 3, manifestHash: MANIFEST_HASH }),
      event(0, "ExecutionStarted", {}),
      waveStarted(0, 1, ["a", "b"]),
    );
});

test("a wave is complete when each of its tasks is; the next one starts in the same decision", () => {
  const waves = [wave(1, ["a", "b"]), wave(2, ["c"], { dependencies: [1] })];
  const half = running(waves).after(started(1, "a"), completed(2, "a"));
  expect(half.events.slice(-2)).toEqual([recorded(started(1, "a")), recorded(completed(2, "a"))]);
  half.when(completed(3, "b")).then(recorded(completed(3, "b")), event(3, "WaveCompleted", { waveNumber: 1 }), waveStarted(3, 2, ["c"]));
});

test("the last wave ends the execution", () => {
  running([wave(1, ["a"])])
    .when(completed(5, "a"))
    .then(
      recorded(completed(5, "a")),
      event(5, "WaveCompleted", { waveNumber: 1 }),
      event(5, "ExecutionCompleted", { skippedTasks: [], failedWaves: [] }),
    );
});

test("the deadline of an execution counts from its start", () => {
  const { state } = running([wave(1, ["a"])], { timeoutSeconds: 7200 });
  expect(state.deadlineAt).toBe(at(7200));
});
