/** What holds whatever happens: orders, duplicates, operators, timeouts, in any mixture. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DomainEvent, OnFailure, TaskRequest } from "@dr/events";
import * as say from "../../../test/execution.ts";
import { aim, attend, beginLife, randomHappenings, randomWaves, tell, type Life } from "../../../test/random-execution.ts";
import type { ExecutionCommand } from "../commands.ts";
import { executionDecider } from "../decider.ts";
import { dueAt } from "../due.ts";
import { foldExecution } from "../evolve/evolve.ts";
import { outstandingOperations } from "../outstanding.ts";
import { isTerminal } from "../refuse.ts";
import type { ExecutionState, WaveState } from "../state.ts";

const TERMINAL: ReadonlySet<string> = new Set(["ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled"]);
const executionType = fc.constantFrom("drill" as const, "recovery" as const);
const timeoutSeconds = fc.option(fc.constant(2000), { nil: undefined, freq: 3 });

describe("all orders and duplicates of what a wave's adapters say", () => {
  type Outcome = "completed" | "failed" | "retryable";
  interface Setting {
    readonly onFailure: OnFailure;
    readonly executionType: "drill" | "recovery";
  }
  const outcomes = fc.array(fc.constantFrom<Outcome>("completed", "failed", "retryable"), { minLength: 1, maxLength: 5 });
  const setting = fc.record({ onFailure: fc.constantFrom<OnFailure>("fail", "pause", "continue", "rollback"), executionType });

  const wordsOf = (ends: readonly Outcome[]): readonly ExecutionCommand[] =>
    ends.flatMap((end, index) => {
      const taskId = `t${index}`;
      const failure = { retryable: end === "retryable" };
      return [say.started(5, taskId), end === "completed" ? say.completed(5, taskId) : say.failed(5, taskId, { failure })];
    });
  const stateAfter = (words: readonly ExecutionCommand[], tasks: number, given: Setting): ExecutionState => {
    const taskIds = Array.from({ length: tasks }, (_, index) => `t${index}`);
    const waves = [say.wave(1, taskIds, { onFailure: given.onFailure }), say.wave(2, ["next"], { dependencies: [1] })];
    return say.running(waves, { executionType: given.executionType }).after(...words).state;
  };

  test("lead to the same state, to the last field", () => {
    const shuffled = outcomes.chain((ends) => {
      const words = wordsOf(ends);
      return fc.tuple(fc.constant(ends), fc.shuffledSubarray([...words, ...words], { minLength: 2 * words.length }));
    });
    fc.assert(
      fc.property(shuffled, setting, ([ends, words], given) => {
        expect(stateAfter(words, ends.length, given)).toEqual(stateAfter(wordsOf(ends), ends.length, given));
      }),
      { numRuns: 150 },
    );
  });
});

/** Looks at one decision; says what is wrong with it. */
type Look = (life: Life, decided: readonly DomainEvent[], before: ExecutionState) => readonly string[];
/** Looks at one event of a decision, between the states that it parts. */
type LookAtEvent = (event: DomainEvent, before: ExecutionState, after: ExecutionState) => readonly string[];

const nothingWrong = (): readonly string[] => [];

/** Lives random lives; nothing may be wrong with any decision, nor at the end. */
function expectLives(look: Look, atEnd: (life: Life) => readonly string[] = nothingWrong): void {
  fc.assert(
    fc.property(randomWaves, randomHappenings, executionType, timeoutSeconds, (waves, happenings, type, timeout) => {
      const life = beginLife(waves, type, timeout);
      const wrong = happenings.flatMap((happening) => {
        life.seconds += happening.seconds;
        const before = life.state;
        return look(life, tell(life, aim(life, happening)), before);
      });
      expect([...wrong, ...atEnd(life)]).toEqual([]);
    }),
    { numRuns: 250 },
  );
}

const eachEvent =
  (look: LookAtEvent): Look =>
  (_, decided, before) => {
    let state = before;
    return decided.flatMap((event) => {
      const after = executionDecider.evolve(state, event);
      const wrong = look(event, state, after);
      state = after;
      return wrong;
    });
  };

const MAY_FOLLOW_THE_END: ReadonlySet<string> = new Set([
  "OperationResultIgnored",
  "ExecutionRedriven",
  "RollbackStarted",
  "ExecutionQueued",
]);

describe("in a random life", () => {
  test("there is one end, after which nothing follows but ignored answers, a redrive and a rollback on demand, or a wait for one", () => {
    expectLives((_, decided, before) => {
      const ends = decided.filter(({ type }) => TERMINAL.has(type)).length;
      const first = decided[0]?.type ?? "OperationResultIgnored";
      const late = isTerminal(before) && !MAY_FOLLOW_THE_END.has(first);
      return [...(ends > 1 ? ["two ends in one decision"] : []), ...(late ? [`${first} after the end`] : [])];
    });
  });

  test("no wave starts before its dependencies are complete, nor while paused, nor before its gate", () => {
    expectLives(
      eachEvent((event, { waves, status }) => {
        const wave = event.type === "WaveStarted" ? waves.find(({ spec }) => spec.waveNumber === event.data.waveNumber) : undefined;
        if (!wave) return [];
        const ready = wave.spec.dependencies.every((dependency) => waves[dependency - 1]?.status === "completed");
        const passed = !wave.spec.pauseBeforeWave || wave.pauseBeforeDone;
        return ready && passed && status === "executing" ? [] : [`wave ${wave.spec.waveNumber} starts while ${status}`];
      }),
    );
  });

  test("no task is asked before the tasks of its wave that it depends on are done or left out", () => {
    const tooEarly = ({ tasks }: WaveState): readonly string[] =>
      tasks
        .filter(({ status, phase }) => status === "requested" && phase === "execute")
        .filter(({ spec }) => tasks.some((one) => spec.dependsOn.includes(one.spec.taskId) && !/completed|skipped/.test(one.status)))
        .map(({ spec }) => `${spec.taskId} is asked too early`);
    expectLives(eachEvent((_, __, after) => after.waves.filter(({ status }) => status === "in_progress").flatMap(tooEarly)));
  });

  test("a wave completes only with each of its tasks done or left out", () => {
    expectLives(
      eachEvent((event, { waves }) => {
        if (event.type !== "WaveCompleted") return [];
        const tasks = waves.find(({ spec }) => spec.waveNumber === event.data.waveNumber)?.tasks ?? [];
        return tasks.filter(({ status }) => !/completed|skipped/.test(status)).map(({ spec }) => `${spec.taskId} was not done`);
      }),
    );
  });

  test("the schedule is what the statuses of the waves say, and none is ahead of those that it depends on", () => {
    expectLives(
      eachEvent((event, _, { status, waves, schedule }) => {
        if (status !== "executing" && status !== "paused") return [];
        const complete = (waveNumber: number): boolean => waves[waveNumber - 1]?.status === "completed";
        const positions = (include: (wave: WaveState, position: number) => boolean): readonly number[] =>
          [...waves.entries()].filter(([position, wave]) => include(wave, position)).map(([position]) => position);
        const expected = {
          open: positions((wave) => wave.status === "in_progress"),
          ready: positions((wave) => wave.status === "pending" && wave.spec.dependencies.every(complete)),
          blockers: waves.map((wave) => wave.spec.dependencies.filter((dependency) => !complete(dependency)).length),
        };
        const early = waves.filter((wave) => /in_progress|completed/.test(wave.status) && !wave.spec.dependencies.every(complete));
        const kept = { open: schedule.openWaves.toSorted((a, b) => a - b), ready: schedule.readyWaves, blockers: schedule.blockers };
        const same = JSON.stringify(kept) === JSON.stringify(expected) && early.length === 0;
        return same ? [] : [`after ${event.type}: ${JSON.stringify({ kept, expected, early: early.length })}`];
      }),
    );
  });

  test("every attempt has an operation id of its own, and a repeated request repeats it", () => {
    expectLives(nothingWrong, ({ events }) => {
      const attempts = new Map<string, string>();
      return events.flatMap(requestsOf).flatMap(({ operationId, taskId, phase, attempt }) => {
        const attemptOf = `${taskId}/${phase}/${attempt}`;
        const known = attempts.get(operationId) ?? attemptOf;
        const twin = [...attempts].some(([id, name]) => name === attemptOf && id !== operationId);
        attempts.set(operationId, attemptOf);
        return known === attemptOf && !twin ? [] : [`${operationId} is ${known} and ${attemptOf}`];
      });
    });
  });

  test("a tick before the time that is due finds nothing to do", () => {
    expectLives(({ state, seconds }) => {
      const due = dueAt(state);
      const early = due === null || say.at(seconds) < due;
      return early ? executionDecider.decide(state, say.tick(seconds)).map(({ type }) => `${type} before ${due}`) : [];
    });
  });

  test("the state is the fold of the stream, and survives JSON", () => {
    expectLives(nothingWrong, ({ state, events }) => {
      const same = (other: unknown): boolean => JSON.stringify(other) === JSON.stringify(state);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      return same(foldExecution(events)) ? [] : ["another state"];
    });
  });

  test("every execution ends once its adapters answer and somebody attends to it", () => {
    expectLives(nothingWrong, (life) => {
      for (let step = 0; step < 200 && !isTerminal(life.state); step += 1) attend(life);
      const left = outstandingOperations(life.state).map(({ taskId }) => `${taskId} is still asked`);
      return isTerminal(life.state) ? left : [`still ${life.state.status}`];
    });
  });
});

function requestsOf(event: DomainEvent): readonly TaskRequest[] {
  if (event.type === "WaveStarted") return event.data.technologies;
  return "task" in event.data ? [event.data.task] : [];
}
