/** Results per wave and technology, in the shape of the requirements. */
import { toExecutionView, type ExecutionState, type ExecutionView } from "@dr/domain";
import { verdictOn, whatCameOf } from "./results-by-technology.ts";

type Wave = ExecutionView["waves"][number];
type Task = Wave["technologies"][number];

/** What an export's results hold: since version 3 of the format what the requirements show beside the tasks. */
export type ResultsFormat = 2 | 3;

/** What came of one technology in one wave. */
export interface TechnologyResults {
  readonly executionId: string;
  readonly waveNumber: number;
  readonly technology: string;
  readonly status: string;
  readonly results: Readonly<Record<string, unknown>> & {
    /** ISO 8601 duration. */
    readonly executionTime: string | null;
    readonly nextPhaseReady: boolean;
    readonly validationRequired: boolean;
    readonly tasks: readonly object[];
  };
}

/**
 * One entry for each technology of each wave, in the order of the plan. `format` is that of the export: files that were given out earlier are held against
 * what they told then. Throws a plain error for a stream without events.
 */
export function toTechnologyResults(state: ExecutionState, format: ResultsFormat = 3): readonly TechnologyResults[] {
  const { executionId, waves } = toExecutionView(state);
  return waves.flatMap((wave) =>
    [...Map.groupBy(wave.technologies, ({ type }) => type)].map(([technology, tasks]) => {
      const verdict = verdictOn(tasks);
      const came = format === 2 ? ofFormat2(technology, tasks) : whatCameOf({ state, waves: [wave], technology, tasks }, verdict);
      return {
        executionId,
        waveNumber: wave.waveNumber,
        technology,
        status: statusOf(tasks),
        results: { ...verdict, tasks: tasks.map(toTaskResult), ...came },
      };
    }),
  );
}

function toTaskResult({ taskId, operation, status, resources, result, externalIds, failure }: Task) {
  return {
    taskId,
    operation,
    status,
    resources,
    ...(result === null ? {} : { result }),
    externalIds,
    ...(failure === null ? {} : { failure }),
  };
}

/** What came of a technology's tasks, of all waves or of the one task that is named, without the tasks themselves. Throws a plain error for a stream without events. */
export function toOperationResults(state: ExecutionState, technology: string, taskId?: string) {
  const isMeant = (task: Task) => task.type === technology && (taskId === undefined || task.taskId === taskId);
  const waves = toExecutionView(state).waves.filter((wave) => wave.technologies.some(isMeant));
  const tasks = waves.flatMap((wave) => wave.technologies.filter(isMeant));
  const verdict = verdictOn(tasks);
  return { ...verdict, ...whatCameOf({ state, waves, technology, tasks }, verdict) };
}

/** Instances were looked for where only the oldest adapter told them. */
function ofFormat2(technology: string, tasks: readonly Task[]): object {
  if (technology !== "drs") return {};
  const resources = tasks.flatMap(({ result }) => result?.resources ?? []);
  return {
    recoveredInstances: resources.flatMap(({ resource, outcome, after }) => {
      const recoveryInstanceId = textIn(after, ["recoveryInstanceId", "ec2InstanceId", "instanceId"]);
      if (recoveryInstanceId === undefined) return [];
      const privateIp = textIn(after, ["privateIp", "privateIpAddress"]);
      const publicIp = textIn(after, ["publicIp", "publicIpAddress"]);
      const status = textIn(after, ["status", "state", "ec2State"]) ?? outcome;
      return [
        { sourceInstanceId: resource, recoveryInstanceId, ...(privateIp ? { privateIp } : {}), ...(publicIp ? { publicIp } : {}), status },
      ];
    }),
    drsExportData: resources.map(({ resource, outcome, before, after }) => ({ resource, outcome, before, after })),
  };
}

function textIn(record: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  return names.map((name) => record[name]).find((value) => typeof value === "string");
}

/** The worst word wins. */
const WORST = [
  "failed",
  "cancelled",
  "rolled_back",
  "skipped",
  "in_progress",
  "requested",
  "retry_scheduled",
  "waiting",
  "pending",
  "completed",
];

function statusOf(tasks: readonly Task[]): string {
  const statuses = new Set<string>(tasks.map(({ status }) => status));
  return WORST.find((status) => statuses.has(status)) ?? tasks[0]?.status ?? "pending";
}
