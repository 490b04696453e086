/** What adapters say may come twice, late, out of order, or from nowhere. */
import { expect, test } from "vitest";
import {
  at,
  completed,
  event,
  failed,
  given,
  recorded,
  ref,
  running,
  started,
  takeOver,
  tick,
  wave,
  type Op,
} from "../../../test/execution.ts";
import type { ExecutionCommand } from "../commands.ts";

const two = running([wave(1, ["a", "b"])]);
const retryable = { failure: { retryable: true } };
const stale = (seconds: number, reportedType: string) =>
  event(seconds, "OperationResultIgnored", {
    ...ref("a"),
    reportedType,
    reason: "stale_attempt",
    ...(reportedType === "TechnologyCompleted" ? { effect: "stands" } : {}),
  });
const unknown = (reportedType: string, taskId: string, op: Op = {}) =>
  event(1, "OperationResultIgnored", { ...ref(taskId, op), reportedType, reason: "unknown_task" });

test("a start is recorded once", () => {
  two.when(started(1, "a")).thenEvents(recorded(started(1, "a")));
  two.after(started(1, "a")).when(started(2, "a")).thenNothing();
});

test("the ids that a start names are kept", () => {
  const command = started(1, "a");
  const named = { ...command, fact: { type: "TechnologyStarted", data: { ...ref("a"), externalIds: { jobId: "drsjob-1" } } } };
  expect(two.after(named as ExecutionCommand).state.waves[0]?.tasks[0]?.externalIds).toEqual({ jobId: "drsjob-1" });
});

test("an outcome may come before its start, which is then no news", () => {
  two.when(completed(1, "a")).thenEvents(recorded(completed(1, "a")));
  two.after(completed(1, "a")).when(started(2, "a")).thenNothing();
  two
    .after(failed(1, "a", retryable))
    .when(started(2, "a"))
    .thenNothing();
});

test("an outcome that is told twice is recorded once, however late the second", () => {
  const done = two.after(completed(1, "a"));
  done.when(completed(2, "a")).thenNothing();
  two.after(failed(1, "a")).when(failed(2, "a")).thenNothing();
  running([wave(1, ["a"])])
    .after(completed(1, "a"))
    .when(completed(99_999, "a"))
    .thenNothing();
});

test("another outcome of the same attempt is noted and changes nothing", () => {
  const done = two.after(completed(1, "a"));
  done
    .when(failed(2, "a"))
    .thenEvents(
      event(2, "OperationResultIgnored", { ...ref("a"), reportedType: "TechnologyFailed", reason: "task_closed", effect: "none" }),
    );
  expect(done.after(failed(2, "a")).state.waves[0]?.tasks[0]?.status).toBe("completed");
});

test("an answer of attempt 1 after attempt 2 began is noted once and changes nothing", () => {
  const second = two.after(failed(1, "a", retryable), tick(6));
  second.when(completed(7, "a")).thenEvents(stale(7, "TechnologyCompleted"));
  second.after(completed(7, "a")).when(completed(8, "a")).thenNothing();
  second.when(failed(7, "a", retryable)).thenNothing();
  second.when(started(7, "a")).thenNothing();
  expect(second.after(completed(7, "a")).state.waves[0]?.tasks[0]).toMatchObject({ status: "requested", attempt: 2 });
});

test("words about operations that were never asked for are noted once", () => {
  const strange = (command: ExecutionCommand, event: ReturnType<typeof unknown>): void => {
    two.when(command).thenEvents(event);
    two.after(command).when(command).thenNothing();
  };
  strange(completed(1, "nobody"), unknown("TechnologyCompleted", "nobody"));
  strange(completed(1, "a", { attempt: 2 }), unknown("TechnologyCompleted", "a", { attempt: 2 }));
  strange(failed(1, "a", { wave: 2 }), unknown("TechnologyFailed", "a", { wave: 2 }));
  strange(completed(1, "a", { phase: "rollback" }), unknown("TechnologyCompleted", "a", { phase: "rollback" }));
  strange(completed(1, "constructor"), unknown("TechnologyCompleted", "constructor"));
  strange(completed(1, "__proto__"), unknown("TechnologyCompleted", "__proto__"));
});

test("an adapter cannot speak for another technology, nor about another execution or operation", () => {
  const command = completed(1, "a");
  const lie = (data: object): void =>
    two
      .when({ ...command, fact: { type: "TechnologyStarted", data: { ...ref("a"), ...data } } } as ExecutionCommand)
      .thenEvents(event(1, "OperationResultIgnored", { ...ref("a"), ...data, reportedType: "TechnologyStarted", reason: "unknown_task" }));
  lie({ technology: "drs" });
  lie({ attempt: 2 });
  lie({ phase: "cleanup" });
  lie({ executionId: "exec-2" });
  lie({ operationId: "guessed" });
});

test("fields of a newer adapter do not reach the log", () => {
  const newer = started(1, "a");
  if (newer.type === "RecordAdapterFact") Object.assign(newer.fact.data, { mood: "good" });
  two.when(newer).thenEvents(recorded(started(1, "a")));
});

test("an answer that echoes the epoch of the old leader counts: its effect is real", () => {
  const taken = two.after(takeOver(1, 3));
  const old = { ...completed(2, "a"), epoch: 0 } as ExecutionCommand;
  taken.when(old).thenEvents(recorded(completed(2, "a")));
});

test("a fact for an execution that does not exist is refused, for the dead-letter queue", () => {
  given().when(completed(1, "a")).thenThrows("execution.not_found");
});

test("a start without an end leaves the wave open", () => {
  const { state } = two.after(started(1, "a"), completed(2, "b"));
  expect(state.waves[0]).toMatchObject({ status: "in_progress", tasks: [{ status: "in_progress", startedAt: at(1) }, {}] });
});
