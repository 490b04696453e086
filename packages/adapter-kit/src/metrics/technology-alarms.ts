/** What an operator wants to be told of a technology's own metrics, and sees of them on the dashboard. Plain data, for manifests. */
import type { AlarmManifest, GraphManifest } from "@dr/runtime";
import { MOVES, metricName, metricNamespace } from "./operation-metrics.ts";

/** An operation that takes longer is looked at; in seconds. */
const SLOW_SECONDS = 3_600;

/** In recoveries alone: a failed operation, and one that takes more than an hour. Where a technology moves who serves, lost data as well, whenever it is told. */
export function technologyAlarms(technology: string, operations: readonly string[]): readonly AlarmManifest[] {
  const Technology = metricName(technology);
  const namespace = metricNamespace(technology);
  const ofRecoveries = { Technology, ExecutionType: "recovery" };
  return [
    {
      metric: "OperationFailed",
      description: `An operation of ${technology} failed in a recovery.`,
      runbook: "operation-failed",
      of: { namespace, dimensions: ofRecoveries, statistic: "Sum", above: 0 },
    },
    {
      metric: "ExecutionDuration",
      description: `An operation of ${technology} took more than an hour in a recovery.`,
      runbook: "operation-slow",
      of: { namespace, dimensions: ofRecoveries, statistic: "Maximum", above: SLOW_SECONDS, name: "operation-slow" },
    },
    ...(operations.some((operation) => MOVES.test(operation))
      ? [
          {
            metric: "DataLoss",
            description: `An operation of ${technology} lost data, or may have: the figure is in seconds.`,
            runbook: "data-lost",
            of: { namespace, dimensions: { Technology }, statistic: "Maximum", above: 0 },
          } as const,
        ]
      : []),
  ];
}

/** Durations by operation, failures by kind of execution, and recovered resources by plan. */
export function technologyGraphs(technology: string): readonly GraphManifest[] {
  const namespace = metricNamespace(technology);
  const each = (dimensions: readonly string[], statistic: "Maximum" | "Sum") => ({ namespace, dimensions, statistic });
  return [
    {
      title: "Duration of operations in seconds",
      metrics: ["ExecutionDuration"],
      each: each(["Technology", "Operation", "ExecutionType"], "Maximum"),
    },
    { title: "Failed operations", metrics: ["OperationFailed"], each: each(["Technology", "ExecutionType"], "Sum") },
    { title: "Recovered resources by plan", metrics: ["RecoveredInstances"], each: each(["Technology", "RecoveryPlan"], "Sum") },
  ];
}
