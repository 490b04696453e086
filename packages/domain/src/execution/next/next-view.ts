/** Why an execution stands where it stands, what it waits for, until when, and what anybody can do about it. */
import type { CommandActor } from "../commands.ts";
import { assigneesOf, isAnswerable } from "../decide/answer-task.ts";
import { allTasks, liveTasks, waveAt } from "../lookup.ts";
import { must } from "../must.ts";
import type { ExecutionState, ExecutionStatus, TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { earlier } from "../time.ts";
import { needsPerson, toStandingEffects } from "../view-effects.ts";
import { tasksAtWork } from "./at-work.ts";
import { nextActions, type NextAction } from "./next-actions.ts";
import type { Wait, WaitingFor } from "./wait.ts";
import { whyPaused } from "./why-paused.ts";

/** Every state has one. */
export interface NextView extends Wait {
  /** Roles that may take at least one of the actions. */
  readonly whoMay: readonly string[];
  readonly nextActions: readonly NextAction[];
  /** The tasks in flight that somebody would look at first. */
  readonly atWork: ReturnType<typeof tasksAtWork>;
}

/** Throws a plain error for a stream without events. */
export function toNextView(state: ExecutionState, now: string, caller?: CommandActor): NextView {
  const actions = nextActions(state, now, caller);
  return {
    ...WAITS[state.status](state),
    whoMay: [...new Set(actions.flatMap(({ whoMay }) => whoMay))],
    nextActions: actions,
    atWork: tasksAtWork(state),
  };
}

const WAITS: Readonly<Record<ExecutionStatus, (state: ExecutionState) => Wait>> = {
  none: () => {
    throw new Error("broken invariant: an execution without events waits for nothing");
  },
  planning: ({ requestedAt }) => wait("planning", "its plan is being resolved", requestedAt, null),
  queued: ({ queue }) => wait(queue?.waitingFor ?? "slot", queue?.reason ?? "it waits for a slot", queue?.since ?? null, null),
  executing: whileExecuting,
  paused: (state) => whyPaused(state, must(state.pause, "pause of a paused execution")),
  cancelling: (state) => {
    const cancel = must(state.cancel, "cancel that is under way");
    const why = `it is being cancelled: ${cancel.reason}; ${count(outstandingIn(state), "task")} did not confirm the stop yet`;
    return wait("stop_confirmation", why, cancel.at, cancel.deadlineAt);
  },
  rolling_back: (state) => unwinding(state, "rollback", `effects are being taken back: ${state.rollback?.reason ?? ""}`),
  cleaning_up: (state) => unwinding(state, "cleanup", "the drill removes what it launched"),
  completed: (state) => over(state, "it is complete"),
  failed: (state) => over(state, state.failure?.message ?? "it failed"),
  cancelled: (state) => over(state, `it was cancelled: ${state.cancel?.reason ?? ""}`),
};

function unwinding(state: ExecutionState, waitingFor: WaitingFor, what: string): Wait {
  const layer = liveTasks(state);
  const retrying = layer.filter(({ status }) => status === "retry_scheduled");
  const again = retrying.length > 0 ? `, ${count(retrying, "task")} waiting for a retry` : "";
  const asked = layer.reduce<string | null>((first, { requestedAt }) => earlier(first, requestedAt), null);
  const due = retrying.reduce<string | null>((first, { dueAt }) => earlier(first, dueAt), firstDeadline(layer.filter(isOutstanding)));
  return wait(
    waitingFor,
    `${what}; ${count(layer.filter(isOutstanding), "task")} at work${again}`,
    (waitingFor === "rollback" ? state.rollback?.since : null) ?? asked,
    due,
  );
}

function whileExecuting(state: ExecutionState): Wait {
  const { openWaves } = state.schedule;
  const waves = openWaves.map((position) => waveAt(state, position));
  const tasks = liveTasks(state);
  const working = tasks.filter(isOutstanding);
  const retrying = tasks.filter(({ status }) => status === "retry_scheduled");
  const since = waves.reduce<string | null>((first, { startedAt }) => earlier(first, startedAt), null);
  const numbers = waves.map(({ spec }) => spec.waveNumber).join(", ");
  const end = [state.deadlineAt, ...waves.map(({ deadlineAt }) => deadlineAt), firstDeadline(working)].reduce(earlier, null);
  const people = whoWorks([...working, ...retrying]);
  if (people !== "") return wait("person", `wave ${numbers} runs: ${people}`, since, end);
  if (working.length > 0) {
    const more = retrying.length > 0 ? `, ${count(retrying, "task")} waiting for a retry` : "";
    return wait("adapters", `wave ${numbers} runs: ${count(working, "task")} at work${more}`, since, end);
  }
  if (retrying.length > 0) {
    const due = retrying.reduce<string | null>((first, { dueAt }) => earlier(first, dueAt), null);
    const [first] = retrying;
    return wait("retry", `wave ${numbers} runs: ${first?.spec.taskId} is tried again: ${first?.failure?.message ?? ""}`, since, due);
  }
  const asked = state.schedule.readyWaves.map((position) => waveAt(state, position)).find(({ readiness }) => readiness?.awaited.length);
  if (asked?.readiness) {
    const { awaited, askedAt, deadlineAt } = asked.readiness;
    const why = `wave ${asked.spec.waveNumber} is about to begin: ${count(awaited, "task")} asked whether it is ready`;
    return wait("adapters", why, askedAt, deadlineAt);
  }
  return wait("decision", "what follows is being decided", since ?? state.startedAt, end);
}

/** Whose the tasks are, where they are tasks of people alone; "" where they are not, or there is none. */
function whoWorks(tasks: readonly TaskState[]): string {
  return tasks.every(isAnswerable) ? tasks.map(whoseItIs).join("; ") : "";
}

/** More people than this are counted. */
const MAX_NAMED = 5;

function whoseItIs(task: TaskState): string {
  const { users, roles, groups } = assigneesOf(task);
  // A plan's configuration is what its adapter reads; here it is only told.
  const named = [users, roles, groups].flatMap((some) => (Array.isArray(some) ? some.map(String) : []));
  const others = named.length > MAX_NAMED ? ` or ${named.length - MAX_NAMED} others` : "";
  return `${task.spec.taskId} waits for ${named.length === 0 ? "a person" : named.slice(0, MAX_NAMED).join(" or ")}${others}`;
}

function over(state: ExecutionState, why: string): Wait {
  const standing = toStandingEffects(state);
  const left = standing.length > 0 ? `; ${count(standing, "effect")} of it ${standing.length === 1 ? "stands" : "stand"}` : "";
  return wait(needsPerson(state) ? "person" : "nothing", `${why}${left}`, state.finishedAt, null);
}

function wait(waitingFor: WaitingFor, why: string, since: string | null, until: string | null): Wait {
  return { why, waitingFor, since, until };
}

function outstandingIn(state: ExecutionState): readonly TaskState[] {
  return (state.unwind ? liveTasks(state) : allTasks(state)).filter(isOutstanding);
}

function firstDeadline(tasks: readonly TaskState[]): string | null {
  return tasks.reduce<string | null>((first, { deadlineAt }) => earlier(first, deadlineAt), null);
}

function count(items: readonly unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
}
