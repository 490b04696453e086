/** Earlier executions of a plan, as the log has them. */
import type { CommandHandler } from "../commands/command-handler.ts";
import type { HistoryStore } from "./history-store.ts";

/** How many are folded: enough for a middle, few enough to be read before a start. */
const MAX_PAST = 5;
/** How many list items are looked at to find them. */
const LOOKED_AT = 10;

/** Pages of drills that are looked through, newest first: an older one proves little. */
const DRILL_PAGES = 5;

/** Where they are found. */
export interface PastExecutionsDeps<State> {
  readonly history: Pick<HistoryStore, "listByPlan">;
  readonly executions: Pick<CommandHandler<State, never>, "load">;
}

/** The newest executions of a plan that have ended, newest first, at most 5. What ended within the last moments may be missing: the list lags. */
export async function pastExecutions<State>({ history, executions }: PastExecutionsDeps<State>, planId: string): Promise<readonly State[]> {
  const { items } = await history.listByPlan(planId, { limit: LOOKED_AT });
  const ended = items.filter(({ finishedAt }) => finishedAt !== undefined).slice(0, MAX_PAST);
  return Promise.all(ended.map(async ({ ExecutionId }) => (await executions.load(ExecutionId)).state));
}

/**
 * The newest completed drill of a plan, asked for before `before` (ISO 8601, UTC; absent: whenever); undefined without one. What ended within the last
 * moments may be missing: the list lags.
 */
export async function lastDrill<State>(
  { history, executions }: PastExecutionsDeps<State>,
  planId: string,
  before?: string,
): Promise<State | undefined> {
  let cursor: string | undefined;
  for (let page = 1; page <= DRILL_PAGES; page += 1) {
    const listed = await history.listByPlan(planId, { executionType: "drill", ...(cursor === undefined ? {} : { cursor }) });
    const found = listed.items.find(({ Status, StartTime }) => Status === "completed" && (before === undefined || StartTime < before));
    if (found) return (await executions.load(found.ExecutionId)).state;
    if (listed.cursor === undefined) return undefined;
    cursor = listed.cursor;
  }
  return undefined;
}
