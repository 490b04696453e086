/** Earlier executions of a plan, as the log has them. */
import type { CommandHandler } from "../commands/command-handler.ts";
import type { HistoryStore } from "./history-store.ts";

/** How many are folded: enough for a middle, few enough to be read before a start. */
const MAX_PAST = 5;
/** How many list items are looked at to find them. */
const LOOKED_AT = 10;

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
