/** Where the figures of availability groups are in CloudWatch, and what people are told of them. Plain data, for the manifest too. */
import type { AlarmManifest, GraphManifest } from "@dr/runtime";

/** The namespace. */
export const SQL_NAMESPACE = "DR/SQLAlwaysOn";
/** Dimensions over all groups: what an alarm is on, which cannot know their names. */
export const OVER_ALL = { Technology: "SQLAlwaysOn" } as const;

/** A failover in SQL Server takes seconds; clients wait for it. */
const SLOW_SECONDS = 300;

const place = { namespace: SQL_NAMESPACE, dimensions: OVER_ALL, statistic: "Maximum" } as const;

/** Alarms on them. */
export const sqlAlarms: readonly AlarmManifest[] = [
  {
    metric: "DataLoss",
    description: "A failover of an availability group lost data, or may have: the figure is in megabytes.",
    runbook: "data-lost",
    of: { ...place, above: 0, name: "group-data-loss" },
  },
  {
    metric: "FailoverDuration",
    description: "A failover of an availability group took more than five minutes.",
    runbook: "operation-slow",
    of: { ...place, above: SLOW_SECONDS, name: "group-slow" },
  },
];

/** Graphs of them, a line for each group. */
export const sqlGraphs: readonly GraphManifest[] = [
  {
    title: "Failovers of groups in seconds",
    metrics: ["FailoverDuration"],
    each: { namespace: SQL_NAMESPACE, dimensions: ["AvailabilityGroup", "Operation"], statistic: "Maximum" },
  },
  {
    title: "Lost data of groups in megabytes",
    metrics: ["DataLoss"],
    each: { namespace: SQL_NAMESPACE, dimensions: ["AvailabilityGroup"], statistic: "Maximum" },
  },
];
