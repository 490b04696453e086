/** What CloudWatch is told of an operation that ended, as lines of the embedded metric format (specification of EMF, CloudWatch user guide). Pure. */
import type { LedgerItem, StoredOutcome } from "../ledger/item.ts";
import type { EndedOperation } from "./ended-operation.ts";

type Unit = "Seconds" | "Count" | "Megabytes";

/** A value with its name, unit and dimensions. */
export interface Metric {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Dimensions of a second figure, over all values of the others: what alarms are on, which cannot know those. */
  readonly over?: Readonly<Record<string, string>>;
}

/** One line: a JSON object that CloudWatch reads out of the function's log. */
export type EmfLine = Readonly<Record<string, unknown>>;

/** A technology as the names of metrics spell it: `application` is Application, `drs` is DRS, `sql_always_on` is SqlAlwaysOn. */
export function metricName(technology: string): string {
  if (technology === "drs") return "DRS";
  return technology
    .split("_")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");
}

/** Operations that move who serves, and may lose what was on its way; a name moves nothing that could be lost. */
export const MOVES = /^(?!dns_).*(?:failover|switchover|promote)/;

/** Where the metrics of a technology are. */
export function metricNamespace(technology: string): string {
  return `Enterprise-DR/${metricName(technology)}-Adapter`;
}

/**
 * The lines of an operation that did something, in `Enterprise-DR/<Technology>-Adapter`; one that was refused or had nothing to do tells only that it failed. Seconds are those of our clock.
 * Rollbacks and cleanups tell their duration alone.
 */
export function operationMetrics(item: LedgerItem, outcome: StoredOutcome): readonly EmfLine[] {
  const technology = metricName(item.task.type);
  const atMs = Date.parse(outcome.time);
  return metricsOf(item, outcome, technology).map((metric) => toLine(metricNamespace(item.task.type), metric, atMs));
}

/** The operation as an adapter's own metrics are told of it; undefined for one that did nothing. */
export function endedOperation(
  { steps, task, executionType }: LedgerItem,
  { time, type, data }: StoredOutcome,
): EndedOperation | undefined {
  if (!Object.values(steps).some(({ acts }) => acts > 0)) return undefined;
  const { operation, phase, resources } = task;
  const hasSucceeded = type === "TechnologyCompleted";
  return { operation, phase, executionType, resources, hasSucceeded, result: data.result, atMs: Date.parse(time) };
}

function metricsOf(item: LedgerItem, { time, type, data }: StoredOutcome, Technology: string): readonly Metric[] {
  const { task, executionType, planId, waveNumber } = item;
  const ofKind = { Technology, ExecutionType: executionType };
  const failed: readonly Metric[] = hasFailed({ type, data })
    ? [{ name: "OperationFailed", unit: "Count", value: 1, dimensions: ofKind }]
    : [];
  if (!Object.values(item.steps).some(({ acts }) => acts > 0)) return failed;
  const seconds = (Date.parse(time) - Date.parse(item.createdAt)) / 1000;
  const Operation = task.phase === "execute" ? task.operation : `${task.operation}.${task.phase}`;
  const dimensions = { Technology, Operation, ExecutionType: executionType };
  const duration: Metric = { name: "ExecutionDuration", unit: "Seconds", value: seconds, dimensions, over: ofKind };
  if (task.phase !== "execute") return [...failed, duration];
  const { result } = data;
  const done = result?.resources.filter(({ outcome }) => outcome === "completed").length ?? 0;
  const loss = result?.dataLoss.seconds;
  const isFailover = MOVES.test(task.operation) && type === "TechnologyCompleted";
  const moved: Metric = { name: "FailoverDuration", unit: "Seconds", value: seconds, dimensions: { Technology, Operation } };
  const lost = { name: "DataLoss", unit: "Seconds" as const, dimensions: { Technology, Operation }, over: { Technology } };
  return [
    ...failed,
    duration,
    { name: "RecoveredInstances", unit: "Count", value: done, dimensions: { Technology, RecoveryPlan: planId } },
    { name: "WaveExecutionTime", unit: "Seconds", value: seconds, dimensions: { Technology, WaveNumber: String(waveNumber) } },
    ...(isFailover ? [moved] : []),
    ...(loss === undefined ? [] : [{ ...lost, value: loss }]),
  ];
}

/** What people cancelled has not failed. */
function hasFailed({ type, data }: Pick<StoredOutcome, "type" | "data">): boolean {
  return type === "TechnologyFailed" && !("failure" in data && data.failure.code === "task.cancelled");
}

/** A metric as a line of the embedded metric format. */
export function toLine(namespace: string, { name, unit, value, dimensions, over }: Metric, atMs: number): EmfLine {
  const sets = [dimensions, ...(over ? [over] : [])].map((set) => Object.keys(set));
  const metrics = [{ Namespace: namespace, Dimensions: sets, Metrics: [{ Name: name, Unit: unit }] }];
  return { _aws: { Timestamp: atMs, CloudWatchMetrics: metrics }, ...dimensions, ...over, [name]: value };
}
