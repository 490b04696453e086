/** Recording what adapters say. Facts may arrive twice, late, in any order: the state tells which of them is news. */
import type { EventData } from "@dr/events";
import { advance } from "../advance/advance.ts";
import { answerKey, provenEffect } from "../answers.ts";
import type { RecordAdapterFact } from "../commands.ts";
import { findPlace, taskAt, waveAt } from "../lookup.ts";
import { operationOf } from "../requests.ts";
import { assertExists, isTerminal } from "../refuse.ts";
import { emit, startRun, type Run } from "../run.ts";
import type { EffectState, ExecutionState, TaskState } from "../state.ts";
import { isOutstanding } from "../task-status.ts";
import { recordCompleted, recordFailed } from "./outcome.ts";
import type { Decide } from "./types.ts";

type Fact = RecordAdapterFact["fact"];

/**
 * The epoch that the adapter echoes is not compared with ours: a request of the old leader whose operation is still the current one had its
 * effect on the estate, and refusing the answer would only make the new leader ask for what it already knows. Epochs fence writers of
 * the log and requests at the adapters; answers are fenced by their operation id.
 */
export const recordAdapterFact: Decide<"RecordAdapterFact"> = (state, { fact, now, random }) => {
  assertExists(state);
  const run = startRun(state, now);
  const task = findAskedTask(state, fact);
  if (!task) noteUnknown(run, fact);
  else if (isCurrent(task, fact)) record(run, task, fact, random);
  else noteLate(run, task, fact);
  return run.events;
};

/** The task of the fact, if this execution ever asked for that very operation of that technology. */
function findAskedTask(state: ExecutionState, { data }: Fact): TaskState | undefined {
  const place = findPlace(state, data.taskId);
  const task = place && taskAt(state, place);
  return task && isAbout(data, task) && wasAsked(state, data, task) ? task : undefined;
}

function isAbout(data: Fact["data"], { spec }: TaskState): boolean {
  return data.waveNumber === spec.waveNumber && data.technology === spec.type;
}

/** Operation ids are computed, so none needs to be remembered to be recognised. */
function wasAsked(state: ExecutionState, data: Fact["data"], task: TaskState): boolean {
  const { phase, attempt, operationId, executionId } = data;
  if (executionId !== state.executionId || attempt > task.attempts[phase]) return false;
  const remembered = phase === task.phase && attempt === task.attempt ? task.operationId : null;
  return operationId === (remembered ?? operationOf(state, task, phase, attempt));
}

/** The word is about the attempt that is in flight, and is not a start that was heard before. */
function isCurrent(task: TaskState, fact: Fact): boolean {
  return isOutstanding(task) && task.operationId === fact.data.operationId;
}

function record(run: Run, task: TaskState, fact: Fact, random: number): void {
  const ref = refOf(fact.data);
  if (fact.type === "TechnologyStarted") {
    const { externalIds } = fact.data;
    if (task.startedAt === null) emit(run, "TechnologyStarted", { ...ref, ...(externalIds ? { externalIds } : {}) });
    return;
  }
  if (fact.type === "TechnologyCompleted") recordCompleted(run, task, ref, fact.data.result);
  else recordFailed(run, task, { ref, failure: fact.data.failure, result: fact.data.result, random });
  advance(run);
}

/** A late answer is kept for the audit, once; a duplicate of what is recorded, and a start that its own outcome overtook, are no news. */
function noteLate(run: Run, task: TaskState, fact: Fact): void {
  const heard = (type: string): boolean => task.answers.includes(answerKey(fact.data, type));
  const overtaken = fact.type === "TechnologyStarted" && (heard("TechnologyCompleted") || heard("TechnologyFailed"));
  if (overtaken || heard(fact.type)) return;
  const effect = effectOf(fact);
  const said = { reportedType: fact.type, reason: lateReason(run.state, task, fact), ...(effect ? { effect } : {}) };
  emit(run, "OperationResultIgnored", { ...refOf(fact.data), ...said });
}

/** What the word proves of its attempt's effect: late as it is, it may clear up what nobody knew. */
function effectOf(fact: Fact): EffectState | undefined {
  if (fact.type === "TechnologyStarted" || fact.data.phase !== "execute") return undefined;
  if (fact.type === "TechnologyCompleted") return provenEffect(fact.data.result);
  return fact.data.result ? provenEffect(fact.data.result, "none") : "none";
}

function lateReason(state: ExecutionState, task: TaskState, { data }: Fact): EventData<"OperationResultIgnored">["reason"] {
  if (isTerminal(state)) return "execution_ended";
  if (task.operationId !== data.operationId) return "stale_attempt";
  const place = findPlace(state, data.taskId);
  return place && waveAt(state, place.wave).status !== "in_progress" ? "wave_closed" : "task_closed";
}

/** Words about what nobody asked for, noted in one execution. An adapter that invents facts must not make a log grow without end. */
const MAX_UNKNOWN_WORDS = 20;

function noteUnknown(run: Run, fact: Fact): void {
  const { ignoredUnknown } = run.state;
  if (ignoredUnknown.length >= MAX_UNKNOWN_WORDS || ignoredUnknown.includes(`${fact.data.operationId}:${fact.type}`)) return;
  emit(run, "OperationResultIgnored", { ...refOf(fact.data), reportedType: fact.type, reason: "unknown_task" });
}

/** Only the fields that we know: an adapter of a newer version may say more than the log takes. */
function refOf(data: Fact["data"]): Omit<EventData<"TechnologyStarted">, "externalIds"> {
  const { executionId, waveNumber, taskId, operationId, attempt, phase, technology } = data;
  return { executionId, waveNumber, taskId, operationId, attempt, phase, technology };
}
