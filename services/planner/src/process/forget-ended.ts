/** Takes ended executions off the list when their time is over. The log keeps every one of them. */
import type { HistoryStore } from "@dr/event-log";
import type { ShownStatus } from "@dr/events";
import type { Clock } from "@dr/runtime";

/** What forgetting needs. `keepDays` 0: nothing is ever forgotten. */
export interface ForgetDeps {
  readonly history: Pick<HistoryStore, "listByStatus" | "remove">;
  readonly clock: Clock;
  readonly keepDays: number;
}

const ENDED: readonly ShownStatus[] = ["completed", "failed", "cancelled"];
const PAGE = 100;
/** Pages of each status in one run; what is left comes with the next. */
const MAX_PAGES = 10;
const DAY_MS = 86_400_000;

/** Removes the items of executions that ended longer ago than `keepDays`, the oldest first, until `isNear`. Gives their number. */
export async function forgetEnded(deps: ForgetDeps, isNear: () => boolean): Promise<number> {
  if (deps.keepDays === 0) return 0;
  const before = new Date(deps.clock.nowMs() - deps.keepDays * DAY_MS).toISOString();
  let forgotten = 0;
  for (const status of ENDED) forgotten += await forgetOf(status, before, deps, isNear);
  return forgotten;
}

async function forgetOf(status: ShownStatus, before: string, { history }: ForgetDeps, isNear: () => boolean): Promise<number> {
  let forgotten = 0;
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES && !isNear(); pages += 1) {
    const page = await history.listByStatus(status, { limit: PAGE, order: "oldest_first", ...(cursor === undefined ? {} : { cursor }) });
    const over = page.items.filter(({ finishedAt }) => finishedAt !== undefined && finishedAt < before);
    for (const { ExecutionId, version } of over) if (await history.remove(ExecutionId, version)) forgotten += 1;
    ({ cursor } = page);
    // What began after that cannot have ended before it.
    if (cursor === undefined || page.items.some(({ StartTime }) => StartTime >= before)) break;
  }
  return forgotten;
}
