/** What became of an execution of the solution: its word is a hint, each server is looked at. */
import type { Evidence, PollAnswer } from "@dr/adapter-kit";
import { toIsoDuration } from "@dr/events";
import type { SolutionExecution, SolutionServer } from "./contract.ts";

interface Seen {
  /** How the solution was called: `api`, `lambda` or `step_functions`. */
  readonly integrationMode: string;
  readonly execution: SolutionExecution;
  /** What the solution finds in DRS, whatever its record says. */
  readonly instances: readonly SolutionServer[];
  readonly trouble: readonly string[];
}

const ENDED: ReadonlySet<string> = new Set([
  "COMPLETED",
  "SUCCEEDED",
  "PARTIAL",
  "FAILED",
  "CANCELLED",
  "TIMEOUT",
  "TIMED_OUT",
  "TERMINATED",
  "ABORTED",
]);
const UNDER_WAY: ReadonlySet<string> = new Set(["PENDING", "IN_PROGRESS", "STARTED", "LAUNCHING", "CONVERTING"]);
/** The export travels in an event: what is larger is named, never cut. */
const MAX_EXPORT_BYTES = 60_000;

/** Completed when every expected server is LAUNCHED with an instance, whatever the solution calls it; failed with what stands otherwise. */
export function judgeExecution({ expected }: { readonly expected: readonly string[] }, seen: Seen): PollAnswer {
  const { status, executionId, errorMessage } = seen.execution;
  if (!ENDED.has(status)) return { state: "in_progress", message: `the DRS solution says ${status}, which is no known word` };
  const servers = merge([...seen.execution.servers, ...seen.instances]);
  const wanted = expected.length > 0 ? expected : servers.map(({ sourceServerId }) => sourceServerId);
  const launched = servers.filter(isUp);
  const missing = wanted.filter((id) => !launched.some(({ sourceServerId }) => sourceServerId === id));
  const evidence = evidenceOf(seen, launched);
  if (wanted.length > 0 && missing.length === 0) return { state: "completed", evidence };
  const underWay = servers.filter(({ sourceServerId, launchStatus }) => missing.includes(sourceServerId) && UNDER_WAY.has(launchStatus));
  if (underWay.length > 0 && status !== "CANCELLED") {
    const ids = underWay.map(({ sourceServerId }) => sourceServerId).join(", ");
    return { state: "in_progress", message: `the DRS solution says ${status}, but DRS still launches ${ids}`, changed: true };
  }
  const words = missing.length === 0 ? "no server is known" : `not launched: ${missing.join(", ")}`;
  const failure = {
    code: launched.length > 0 ? "drs.partial" : "drs.solution_failed",
    message: `execution ${executionId} of the DRS solution ended ${status}${errorMessage === undefined ? "" : ` (${errorMessage})`}; ${words}`,
    retryable: false,
    details: { status, missing, launched: launched.map(({ sourceServerId }) => sourceServerId), trouble: seen.trouble },
  };
  return launched.length > 0 ? { state: "failed", failure, evidence, changed: true } : { state: "failed", failure };
}

function isUp({ launchStatus, instanceId }: SolutionServer): boolean {
  return launchStatus === "LAUNCHED" && instanceId !== undefined;
}

/** Each server once; a line that shows it up wins over one that does not know yet. */
function merge(lines: readonly SolutionServer[]): readonly SolutionServer[] {
  const servers = new Map<string, SolutionServer>();
  for (const line of lines) {
    const known = servers.get(line.sourceServerId);
    if (!known || (isUp(line) && !isUp(known))) servers.set(line.sourceServerId, { ...known, ...line });
  }
  return [...servers.values()];
}

function evidenceOf({ integrationMode, execution, trouble }: Seen, launched: readonly SolutionServer[]): Evidence {
  const { executionId, status, startedAt, endedAt, waveSeconds, jobIds, raw } = execution;
  const total = (Date.parse(endedAt ?? "") - Date.parse(startedAt ?? "")) / 1000;
  const seconds = Number.isNaN(total) ? undefined : total;
  const bytes = Buffer.byteLength(JSON.stringify(raw));
  const [standardized, drillResults] = [raw["standardizedResults"], raw["drillValidation"]];
  return {
    after: {
      integrationMode,
      drsExecutionId: executionId,
      instances: Object.fromEntries(launched.map(({ sourceServerId, instanceId }) => [sourceServerId, instanceId])),
      recoveredInstances: launched.map(({ sourceServerId, sourceInstanceId, instanceId, privateIp }) => ({
        sourceInstanceId: sourceInstanceId ?? sourceServerId,
        recoveryInstanceId: instanceId,
        privateIp: privateIp ?? null,
        publicIp: null,
        status: "launched",
      })),
      ...(seconds === undefined ? {} : { executionTime: toIsoDuration(seconds) }),
      performanceMetrics: { ...(seconds === undefined ? {} : { totalExecutionTime: seconds }), waveExecutionTimes: waveSeconds },
      ...(standardized === undefined ? {} : { standardizedResults: standardized }),
      ...(drillResults === undefined ? {} : { drillResults }),
      drsExportData:
        bytes <= MAX_EXPORT_BYTES ? raw : { omitted: `${bytes} bytes: read GET /executions/${executionId} of the DRS solution` },
    },
    externalIds: { drsExecutionId: executionId, ...(jobIds.length === 0 ? {} : { drsJobIds: jobIds.join(",") }) },
    rpo: { seconds: null, method: "not_told_by_the_solution", confidence: "unknown" },
    warnings: [
      ...(status === "COMPLETED" || status === "SUCCEEDED" ? [] : [`the DRS solution says ${status}, every server is up`]),
      ...trouble,
    ],
  };
}
