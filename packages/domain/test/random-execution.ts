/** Random plans and random lives of executions, for properties that must hold whatever happens. */
import * as fc from "fast-check";
import { DrError, parseStrict, type DomainEvent, type WaveSpec } from "@dr/events";
import type { ExecutionCommand } from "../src/execution/commands.ts";
import { executionDecider } from "../src/execution/decider.ts";
import { allTasks } from "../src/execution/lookup.ts";
import { outstandingOperations } from "../src/execution/outstanding.ts";
import type { ExecutionState, TaskState } from "../src/execution/state.ts";
import { deepFreeze } from "../src/testing/spec.ts";
import * as say from "./execution.ts";

const reversibility = fc.constantFrom("reversible" as const, "reversible" as const, "irreversible" as const);

const seldom = fc.nat(5).map((number) => number === 0);

const pausePolicy = fc.record({
  maxPauseSeconds: fc.constantFrom(100, 5000),
  onExpiry: fc.constantFrom("fail" as const, "cancel" as const, "continue" as const),
  approval: fc.option(
    fc.record({
      minApprovals: fc.integer({ min: 1, max: 2 }),
      approverRoles: fc.constant([say.ann.role]).map((roles) => [...roles]),
      onDecline: fc.constantFrom("cancel" as const, "pause" as const),
    }),
    { nil: undefined, freq: 3 },
  ),
});

const waveShape = fc.record({
  tasks: fc.array(fc.record({ reversibility, maxAttempts: fc.integer({ min: 1, max: 3 }), dependsOnPrevious: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  }),
  dependencies: fc.array(fc.nat(4), { maxLength: 3 }),
  pauseBeforeWave: seldom,
  pauseAfterWave: seldom,
  pause: pausePolicy,
  onFailure: fc.constantFrom("fail" as const, "pause" as const, "continue" as const, "rollback" as const),
  timeoutSeconds: fc.option(fc.constant(900), { nil: undefined }),
});

/** Up to five waves, each depending on earlier ones only, with every policy there is. */
export const randomWaves: fc.Arbitrary<readonly WaveSpec[]> = fc.array(waveShape, { minLength: 1, maxLength: 5 }).map((shapes) =>
  shapes.map(({ tasks, dependencies, pause, timeoutSeconds, ...shape }, index) => {
    const { approval, ...policy } = pause;
    const specs = tasks.map(({ reversibility: kind, maxAttempts, dependsOnPrevious }, position) =>
      say.task(`w${index + 1}-t${position + 1}`, {
        reversibility: kind,
        retry: { maxAttempts, intervalSeconds: 10, backoffRate: 2, maxIntervalSeconds: 60 },
        dependsOn: dependsOnPrevious && position > 0 ? [`w${index + 1}-t${position}`] : [],
      }),
    );
    return say.wave(index + 1, specs, {
      ...shape,
      dependencies: [...new Set(dependencies.filter((dependency) => dependency < index).map((dependency) => dependency + 1))],
      pause: approval ? { ...policy, approval } : policy,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
  }),
);

/** One thing that happens, still to be aimed at a task by number. */
export interface Happening {
  readonly kind: "started" | "completed" | "failed" | "retryable" | "late" | "tick" | "operator";
  readonly target: number;
  readonly seconds: number;
  readonly choice: number;
}

export const randomHappenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Happening["kind"]>(
      "started",
      "completed",
      "completed",
      "completed",
      "failed",
      "retryable",
      "late",
      "tick",
      "operator",
    ),
    target: fc.nat(50),
    seconds: fc.constantFrom(0, 1, 7, 60, 130, 400, 1000),
    choice: fc.nat(50),
  }),
  { maxLength: 60 },
);

/** An execution that lives: state, stream, and the time that has passed. */
export interface Life {
  state: ExecutionState;
  readonly events: DomainEvent[];
  seconds: number;
}

/** A planned execution of these waves. */
export function beginLife(waves: readonly WaveSpec[], executionType: "drill" | "recovery", timeoutSeconds?: number): Life {
  const life: Life = { state: deepFreeze(executionDecider.initialState), events: [], seconds: 0 };
  const more = timeoutSeconds === undefined ? {} : { timeoutSeconds };
  tell(life, say.request({ executionType, ...more }));
  tell(life, say.plan(waves));
  return life;
}

/** Decides the command on the frozen state and folds what follows; returns those events, none if it was refused. */
export function tell(life: Life, command: ExecutionCommand): readonly DomainEvent[] {
  try {
    const decided = deepFreeze(executionDecider.decide(life.state, command));
    for (const { type, data } of decided) parseStrict(type, data);
    life.events.push(...decided);
    for (const event of decided) life.state = deepFreeze(executionDecider.evolve(life.state, event));
    return decided;
  } catch (error) {
    if (error instanceof DrError && error.code !== "event.invalid") return [];
    throw error;
  }
}

/** The command that a happening stands for in the present state. */
export function aim(life: Life, happening: Happening): ExecutionCommand {
  const { kind, target, choice } = happening;
  if (kind === "tick") return say.tick(life.seconds);
  return moveOn(life, happening) ?? (kind === "operator" ? byOperator(life, target, choice) : byAdapter(life, happening));
}

/** What holds an execution up for good is attended to more often than chance would. */
function moveOn(life: Life, { target, choice }: Happening): ExecutionCommand | undefined {
  const { status } = life.state;
  if ((status === "failed" || status === "cancelled") && choice % 2 === 0) return reopen(life, choice);
  if (status === "queued" && choice % 2 === 0) return choice % 10 === 0 ? say.outrun(life.seconds) : say.admit(life.seconds);
  if (status === "paused" && choice % 6 === 0) return say.resume(life.seconds);
  if (status === "paused" && choice % 6 === 3) return mend(life, target);
  return undefined;
}

/** A redrive or a rollback, at once or as soon as drills have given way. */
function reopen({ seconds, state }: Life, choice: number): ExecutionCommand {
  const command = choice % 4 === 0 ? say.redrive(seconds) : say.rollBack(seconds);
  return choice % 3 === 0 && state.executionType === "recovery" ? say.waiting(command) : command;
}

function byAdapter(life: Life, { kind, target, choice }: Happening): ExecutionCommand {
  const tasks = allTasks(life.state);
  const outstanding = outstandingOperations(life.state).map(({ taskId }) => taskId);
  const live = tasks.filter(({ spec }) => outstanding.includes(spec.taskId));
  const task = pick(kind === "late" || live.length === 0 ? tasks : live, target);
  const { taskId, waveNumber } = task.spec;
  const op = { wave: waveNumber, attempt: kind === "late" ? 1 : Math.max(task.attempt, 1), phase: task.phase };
  if (kind === "started") return say.started(life.seconds, taskId, op);
  if (kind === "failed" || (kind === "late" && choice % 2 === 0)) return say.failed(life.seconds, taskId, op);
  if (kind === "retryable") return say.failed(life.seconds, taskId, { ...op, failure: { retryable: true } });
  return say.completed(life.seconds, taskId, op);
}

function mend(life: Life, target: number): ExecutionCommand {
  const failed = failedTasks(life);
  if (failed.length === 0) return byOperator(life, target, 8 + (target % 2));
  const { taskId } = pick(failed, target).spec;
  return target % 2 === 0 ? say.retry(life.seconds, taskId) : say.skip(life.seconds, taskId);
}

function byOperator(life: Life, target: number, choice: number): ExecutionCommand {
  const { seconds, state } = life;
  const { taskId } = pick(allTasks(state), target).spec;
  const pauseId = state.pause?.pauseId ?? "none";
  const { mode } = state;
  return pick(
    [
      say.pause(seconds),
      say.resume(seconds),
      say.resume(seconds),
      say.retry(seconds, taskId),
      say.skip(seconds, taskId),
      say.redrive(seconds),
      say.withdraw(seconds),
      say.rollBack(seconds),
      say.preempt(seconds),
      say.takeOver(seconds, state.epoch + 1),
      say.switchTo(seconds, mode === "planned" ? "unplanned" : "planned"),
      say.decideOn(seconds, say.ann, { pauseId, mode }),
      say.decideOn(seconds, say.bob, { pauseId, mode, ...(target % 5 === 0 ? { decision: "decline" } : {}) }),
      ...(target % 7 === 0 ? [say.cancel(seconds)] : []),
    ],
    choice,
  );
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

/** Answers whatever is asked, mends failures, ends pauses, lets time pass. */
export function attend(life: Life): void {
  life.seconds += 30;
  for (const { taskId, phase, attempt } of outstandingOperations(life.state)) {
    const waveNumber = Number(/^w(\d+)/.exec(taskId)?.[1]);
    tell(life, say.completed(life.seconds, taskId, { wave: waveNumber, phase, attempt }));
  }
  for (const { spec } of failedTasks(life)) tell(life, say.skip(life.seconds, spec.taskId));
  const pauseId = life.state.pause?.pauseId ?? "none";
  for (const approver of [say.ann, say.bob]) tell(life, say.decideOn(life.seconds, approver, { pauseId, mode: life.state.mode }));
  tell(life, say.resume(life.seconds));
  tell(life, say.admit(life.seconds));
  tell(life, say.tick(life.seconds));
}

/** Tasks that failed and wait for an operator. */
function failedTasks(life: Life): readonly TaskState[] {
  return life.state.schedule.unresolvedWaves
    .flatMap((position) => life.state.waves[position]?.tasks ?? [])
    .filter(({ status }) => status === "failed");
}
