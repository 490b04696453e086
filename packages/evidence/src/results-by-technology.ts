/** What the requirements show in the results of a technology, each from what was recorded: instances, resources, times, and who did it. */
import type { ExecutionState, ExecutionView } from "@dr/domain";
import { toIsoDuration } from "@dr/events";

type Wave = ExecutionView["waves"][number];
type Task = Wave["technologies"][number];
type Resource = NonNullable<Task["result"]>["resources"][number];

/** Tasks of one technology, and the waves that they stand in. */
export interface TechnologyTasks {
  readonly state: ExecutionState;
  readonly waves: readonly Wave[];
  readonly technology: string;
  readonly tasks: readonly Task[];
}

/** Operations after which something else serves than before. */
const MOVES = /failover|failback|switchover|promote/;

/** What holds of every technology. `nextPhaseReady`: all that was asked of it was done, so that what depends on it may begin. */
export function verdictOn(tasks: readonly Task[]) {
  const seconds = secondsOf(tasks);
  return {
    executionTime: seconds === null ? null : toIsoDuration(seconds),
    nextPhaseReady: tasks.length > 0 && tasks.every(({ status }) => status === "completed"),
    validationRequired: tasks.some(({ effect }) => effect === "unknown"),
  };
}

/**
 * `recoveredInstances` and `drsExportData` of DRS, `failedOverResources` of technologies that move something, `performanceMetrics` (seconds; a pause that ended
 * is a cycle, a gate that was declined is one, too) and `enterpriseMetadata`, which repeats the verdict. What nobody told is absent.
 */
export function whatCameOf({ state, waves, technology, tasks }: TechnologyTasks, { nextPhaseReady }: ReturnType<typeof verdictOn>) {
  const resources = tasks.flatMap(({ result }) => result?.resources ?? []);
  const moves = tasks.filter(({ operation }) => MOVES.test(operation));
  return {
    ...(technology === "drs" ? ofDrs(resources) : {}),
    ...(technology !== "drs" && moves.length > 0 ? { failedOverResources: movedBy(moves) } : {}),
    performanceMetrics: {
      totalExecutionTime: secondsOf(tasks),
      waveExecutionTimes: Object.fromEntries(
        waves.map(({ waveNumber, startedAt, finishedAt }) => [waveNumber, secondsBetween(startedAt, finishedAt)]),
      ),
      ...(technology === "drs" ? { serverLaunchTimes: launchTimesIn(resources) } : {}),
      pauseResumeCycles: state.pauses.taken - (state.pause === null ? 0 : 1),
    },
    enterpriseMetadata: {
      technologyType: technology,
      ...onlyOne(
        "adapterVersion",
        tasks.flatMap(({ result }) => result?.adapterVersion ?? []),
      ),
      ...onlyOne(
        "integrationMode",
        resources.flatMap(({ after }) => after["integrationMode"] ?? []),
      ),
      nextPhaseReady,
    },
  };
}

function ofDrs(resources: readonly Resource[]): object {
  return {
    recoveredInstances: resources.flatMap(({ after }) => listIn(after["recoveredInstances"])),
    drsExportData: resources.map(({ resource, outcome, before, after }) => ({ resource, outcome, before, after })),
  };
}

/** What is where it was to go, and stayed there. */
function movedBy(tasks: readonly Task[]): readonly string[] {
  return tasks
    .filter(({ phase }) => phase === "execute")
    .flatMap(({ result }) => result?.resources ?? [])
    .flatMap(({ resource, outcome }) => (outcome === "completed" || outcome === "noop" ? [resource] : []));
}

function launchTimesIn(resources: readonly Resource[]): object {
  return Object.assign(
    {},
    ...resources.map(({ after }) => (after["performanceMetrics"] as { serverLaunchTimes?: object } | undefined)?.serverLaunchTimes),
  ) as object;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A word on which all that told it agree; nothing where nobody did, all of them where they differ. */
function onlyOne(name: string, told: readonly unknown[]): object {
  const words = [...new Set(told)];
  return words.length === 0 ? {} : { [name]: words.length === 1 ? words[0] : words };
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;
}

/** From the first request to the last end; null while one is open. */
function secondsOf(tasks: readonly Task[]): number | null {
  const from = tasks.flatMap(({ requestedAt }) => (requestedAt === null ? [] : [Date.parse(requestedAt)]));
  const to = tasks.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [Date.parse(finishedAt)]));
  return from.length === 0 || to.length < tasks.length ? null : (Math.max(...to) - Math.min(...from)) / 1000;
}
