/** How executions look in lists; the whole view and the status are the domain's. */
import type { HistoryItem } from "@dr/event-log";

/** An execution in the list: what the history knows, in the API's names. */
export function toListItem(item: HistoryItem) {
  const { executionType, mode, requestedBy, finishedAt, currentWave, waveCount, summary, version } = item;
  return {
    executionId: item.ExecutionId,
    planId: item.PlanId,
    planName: item.PlanName,
    status: item.Status,
    requestedAt: item.StartTime,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    currentWave,
    waveCount,
    executionType,
    mode,
    requestedBy,
    summary,
    version,
  };
}
