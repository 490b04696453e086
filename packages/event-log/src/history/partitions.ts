/**
 * Partitions of the lists. Each list stands in one, so that a page is one query. An index holds keys alone, so an execution writes to it when it begins and when
 * its status changes: a partition takes a thousand of these a second (DynamoDB developer guide, partition limits), and every execution is planned first.
 */
import type { HistoryItem } from "./history-store.ts";

/** Partition of the list of all executions. */
export const ALL_EXECUTIONS = "all";

/** Partition of an execution among those of its plan and its type. */
export function planTypePartitionOf({ PlanId, executionType }: Pick<HistoryItem, "PlanId" | "executionType">): string {
  return `${executionType}#${PlanId}`;
}
