/** Taking an execution over in another Region: a higher epoch, and everything outstanding asked again under the same ids. */
import { expect, test } from "vitest";
import {
  asked,
  at,
  cancel,
  completed,
  context,
  drilling,
  event,
  failed,
  given,
  operationId,
  plan,
  request,
  running,
  started,
  takeOver,
  task,
  tick,
  wave,
} from "../../../test/execution.ts";

const taken = (seconds: number, epoch: number, ...reissued: string[]) =>
  event(seconds, "LeadershipTaken", { epoch, region: "us-west-2", reason: "us-east-1 is gone", reissued });
const again = (seconds: number, taskId: string, op = {}) =>
  event(seconds, "TechnologyRetryRequested", { ...context(), task: asked(0, taskId, op), reason: "takeover" });

const three = running([wave(1, ["a", "b", "c", task("d", { dependsOn: ["a"] })])]).after(
  started(1, "a"),
  completed(2, "b"),
  failed(3, "c", { failure: { retryable: true } }),
);

test("asks again for what is outstanding, with the same operation ids and attempts, in the same decision", () => {
  three.when(takeOver(10, 1)).thenEvents(taken(10, 1, "a"), again(10, "a"));
  const { state } = three.after(takeOver(10, 1));
  expect(state.epoch).toBe(1);
  expect(state.waves[0]?.tasks[0]).toMatchObject({ operationId: operationId("a"), attempt: 1, deadlineAt: at(600), silentSince: at(10) });
});

test("scheduled retries and waiting tasks need no word: they are in the log", () => {
  expect(three.after(takeOver(10, 1), tick(11)).events.at(-1)).toMatchObject({
    type: "TechnologyRetryRequested",
    data: { reason: "retry", task: { taskId: "c", attempt: 2 } },
  });
});

test("an answer to the repeated request counts", () => {
  expect(three.after(takeOver(10, 1), completed(11, "a")).state.waves[0]?.tasks[0]?.status).toBe("completed");
});

test("is refused unless the epoch is higher", () => {
  three.after(takeOver(10, 2)).when(takeOver(11, 2)).thenThrows("execution.stale_epoch", { epoch: 2, currentEpoch: 2 });
  three.when(takeOver(11, 0)).thenThrows("execution.stale_epoch", { status: "in_progress" });
});

test("is refused for an execution that has ended, or does not exist", () => {
  running([wave(1, ["a"])])
    .after(completed(1, "a"))
    .when(takeOver(2, 1))
    .thenThrows("execution.already_ended");
  given().when(takeOver(2, 1)).thenThrows("execution.not_found");
});

test("of an execution that has not begun only raises the epoch", () => {
  given()
    .after(request(), plan([wave(1, ["a"])], false))
    .when(takeOver(5, 1))
    .thenEvents(taken(5, 1));
});

test("repeats a cancel as a cancel: asking for the work would undo it", () => {
  running([wave(1, ["a"])])
    .after(cancel(1))
    .when(takeOver(5, 1))
    .thenEvents(taken(5, 1, "a"), event(5, "TechnologyCancelRequested", { ...context(), task: asked(0, "a"), reason: "cancelled" }));
});

test("repeats outstanding rollbacks and clean-ups", () => {
  const unwinding = running([wave(1, ["a"]), wave(2, ["b"], { dependencies: [1], onFailure: "rollback" })]).after(
    completed(1, "a"),
    failed(2, "b", { wave: 2 }),
  );
  const rollback = asked(2, "a", { phase: "rollback" }, { undoes: operationId("a") });
  unwinding
    .when(takeOver(5, 1))
    .thenEvents(taken(5, 1, "a"), event(5, "TechnologyRetryRequested", { ...context(), task: rollback, reason: "takeover" }));
  const cleaning = drilling([wave(1, ["a"])]).after(completed(1, "a"));
  expect(cleaning.after(takeOver(5, 1)).events.at(-1)).toMatchObject({
    type: "TechnologyRetryRequested",
    data: { reason: "takeover", task: { phase: "cleanup", undoes: operationId("a") } },
  });
});
