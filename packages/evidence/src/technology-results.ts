/** Results per wave and technology, in the shape of the requirements. */
import type { ExecutionView } from "@dr/domain";
import { toIsoDuration } from "@dr/events";

type Wave = ExecutionView["waves"][number];
type Task = Wave["technologies"][number];

/** What came of one technology in one wave. `nextPhaseReady`: all that was asked of it was done, so that what depends on it may begin. */
export interface TechnologyResults {
  readonly executionId: string;
  readonly waveNumber: number;
  readonly technology: string;
  readonly status: string;
  readonly results: {
    readonly executionTime: string | null;
    readonly nextPhaseReady: boolean;
    readonly validationRequired: boolean;
    readonly tasks: readonly object[];
    /** Of DRS: what was launched, and what DRS itself calls the work. */
    readonly recoveredInstances?: readonly object[];
    readonly drsExportData?: readonly object[];
  };
}

/** One entry for each technology of each wave, in the order of the plan. */
export function toTechnologyResults({ executionId, waves }: ExecutionView): readonly TechnologyResults[] {
  return waves.flatMap((wave) =>
    [...Map.groupBy(wave.technologies, ({ type }) => type)].map(([technology, tasks]) => ({
      executionId,
      waveNumber: wave.waveNumber,
      technology,
      status: statusOf(tasks),
      results: {
        executionTime: timeOf(tasks),
        nextPhaseReady: tasks.every(({ status }) => status === "completed"),
        validationRequired: tasks.some(({ effect }) => effect === "unknown"),
        tasks: tasks.map(({ taskId, operation, status, resources, result, externalIds, failure }) => ({
          taskId,
          operation,
          status,
          resources,
          ...(result === null ? {} : { result }),
          externalIds,
          ...(failure === null ? {} : { failure }),
        })),
        ...(technology === "drs" ? ofDrs(tasks) : {}),
      },
    })),
  );
}

function ofDrs(tasks: readonly Task[]) {
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

/** From the first request to the last end; null while one is open. */
function timeOf(tasks: readonly Task[]): string | null {
  const from = tasks.flatMap(({ requestedAt }) => (requestedAt === null ? [] : [Date.parse(requestedAt)]));
  const to = tasks.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [Date.parse(finishedAt)]));
  if (from.length === 0 || to.length < tasks.length) return null;
  return toIsoDuration((Math.max(...to) - Math.min(...from)) / 1000);
}
