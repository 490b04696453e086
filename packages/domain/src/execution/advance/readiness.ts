/** Asking adapters whether waves are ready before anything of them is touched, and what follows from the answers. */
import type { EventData } from "@dr/events";
import { isGated, isReady, waveAt } from "../lookup.ts";
import { contextOf } from "../requests.ts";
import { emit, type Run } from "../run.ts";
import { splitBySize } from "../sizes.ts";
import type { ExecutionState, TaskState, WaveState } from "../state.ts";
import { isNotAsked } from "../task-status.ts";
import { addSeconds, isDue } from "../time.ts";
import { pauseUntilReady } from "./gates.ts";
import { endFailed } from "./settle-waves.ts";

/** How long an answer is waited for. An adapter that is down must not keep a recovery from its beginning: its task times out by itself. */
const READINESS_SECONDS = 30;

/** Asks about every wave when the execution begins: what is wrong far down the plan is known before anything was touched. */
export function askAboutPlan(run: Run): void {
  ask(
    run,
    "planning",
    run.state.waves.flatMap((wave) => askable(run.state, wave)),
  );
}

/** Asks about ready waves that nobody was asked about since they could begin. */
export function askReadiness(run: Run): boolean {
  const waves = run.state.schedule.readyWaves
    .map((position) => waveAt(run.state, position))
    .filter((wave) => !isGated(wave) && !isAsked(wave));
  const tasks = waves.flatMap((wave) => askable(run.state, wave));
  if (tasks.length === 0) return false;
  ask(run, "wave", tasks);
  return true;
}

/** True if nobody has to be asked about the wave, or everybody has told or had the time to, and nothing stands in the way. */
export function isChecked(run: Run, wave: WaveState): boolean {
  if (askable(run.state, wave).length === 0) return true;
  return wave.readiness !== null && isHeard(run, wave) && wave.readiness.blocked.length === 0;
}

/** Deals with the first ready wave that is not ready: it waits for an operator, or fails as its policy says, and nothing of it has begun. */
export function refuseUnready(run: Run): boolean {
  const position = run.state.schedule.readyWaves.find((ready) => isRefused(run, waveAt(run.state, ready)));
  if (position === undefined) return false;
  if (waveAt(run.state, position).spec.onFailure === "pause") return pauseUntilReady(run, position);
  refuse(run, position);
  return true;
}

function isRefused(run: Run, wave: WaveState): boolean {
  return !isGated(wave) && isHeard(run, wave) && (wave.readiness?.blocked.length ?? 0) > 0;
}

function refuse(run: Run, position: number): void {
  const { spec, readiness, tasks } = waveAt(run.state, position);
  const { waveNumber, onFailure } = spec;
  const failureOf = new Map(readiness?.blocked.map(({ taskId, failure }) => [taskId, failure]));
  for (const { spec: task } of tasks.filter(isNotAsked)) {
    const failure = failureOf.get(task.taskId);
    const reason = failure?.message ?? "another task of its wave is not ready";
    const because = failure === undefined ? "dependency" : "not_ready";
    emit(run, "TechnologySkipped", { waveNumber, taskId: task.taskId, reason, because, ...(failure === undefined ? {} : { failure }) });
  }
  endFailed(run, waveAt(run.state, position), onFailure);
}

/** Asked since it could begin: what was asked at planning counts where nothing comes before the wave. */
function isAsked({ readiness, spec }: WaveState): boolean {
  return readiness !== null && (readiness.at === "wave" || spec.dependencies.length === 0);
}

function isHeard(run: Run, wave: WaveState): boolean {
  return isAsked(wave) && (wave.readiness?.awaited.length === 0 || isDue(wave.readiness?.deadlineAt ?? null, run.now));
}

/** The tasks that would begin with the wave: of what comes after them in it, nobody can tell yet. */
function askable(state: ExecutionState, wave: WaveState): readonly TaskState[] {
  return wave.tasks.filter((task) => task.spec.answersReadiness === true && isReady(state, wave, task));
}

function ask(run: Run, at: EventData<"ReadinessRequested">["at"], tasks: readonly TaskState[]): void {
  const [first] = tasks;
  if (!first) return;
  const { waveNumber: _, ...context } = contextOf(run.state, first.spec.waveNumber);
  const parts = splitBySize(tasks.map(({ spec }) => askedOf(spec)));
  const common = {
    ...context,
    checkId: `${run.state.executionId}:readiness:${at}:${run.now}`,
    at,
    parts: parts.length,
    deadlineAt: addSeconds(run.now, READINESS_SECONDS),
  };
  for (const [index, part] of parts.entries()) emit(run, "ReadinessRequested", { ...common, part: index + 1, technologies: [...part] });
}

function askedOf({ taskId, waveNumber, type, operation, resources, config, validation, target }: TaskState["spec"]) {
  return { taskId, waveNumber, type, operation, resources, config, validation, ...(target === undefined ? {} : { target }) };
}
