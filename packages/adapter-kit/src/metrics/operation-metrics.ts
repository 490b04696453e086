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

/**
 * The lines of an operation that did something, in `Enterprise-DR/<Technology>-Adapter`; none of one that was refused or had nothing to do. Seconds are those of our clock.
 * Rollbacks and cleanups tell their duration alone.
 */
export function operationMetrics(item: LedgerItem, outcome: StoredOutcome): readonly EmfLine[] {
  const technology = metricName(item.task.type);
  const atMs = Date.parse(outcome.time);
  return metricsOf(item, outcome, technology).map((metric) => toLine(`Enterprise-DR/${technology}-Adapter`, metric, atMs));
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
  if (!Object.values(item.steps).some(({ acts }) => acts > 0)) return [];
  const { task, executionType, planId, waveNumber } = item;
  const seconds = (Date.parse(time) - Date.parse(item.createdAt)) / 1000;
  const Operation = task.phase === "execute" ? task.operation : `${task.operation}.${task.phase}`;
  const duration: Metric = {
    name: "ExecutionDuration",
    unit: "Seconds",
    value: seconds,
    dimensions: { Technology, Operation, ExecutionType: executionType },
  };
  if (task.phase !== "execute") return [duration];
  const { result } = data;
  const done = result?.resources.filter(({ outcome }) => outcome === "completed").length ?? 0;
  const loss = result?.dataLoss.seconds;
  const isFailover = /failover|switchover|promote/.test(task.operation) && type === "TechnologyCompleted";
  return [
    duration,
    { name: "RecoveredInstances", unit: "Count", value: done, dimensions: { Technology, RecoveryPlan: planId } },
    { name: "WaveExecutionTime", unit: "Seconds", value: seconds, dimensions: { Technology, WaveNumber: String(waveNumber) } },
    ...(isFailover ? [{ ...duration, name: "FailoverDuration", dimensions: { Technology, Operation } }] : []),
    ...(loss === undefined ? [] : [{ name: "DataLoss", unit: "Seconds" as const, value: loss, dimensions: { Technology, Operation } }]),
  ];
}

/** A metric as a line of the embedded metric format. */
export function toLine(namespace: string, { name, unit, value, dimensions }: Metric, atMs: number): EmfLine {
  const metrics = [{ Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: name, Unit: unit }] }];
  return { _aws: { Timestamp: atMs, CloudWatchMetrics: metrics }, ...dimensions, [name]: value };
}
