/** Acts on whatever is due. Every timer of the system is data in the log; this run is what looks at it. */
import { toFailure } from "@dr/events";
import { ACTIVE_SHARDS, type HistoryStore, type Lead, type SayAlive } from "@dr/event-log";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import pLimit from "p-limit";
import { ownStanding } from "./as-leader.ts";
import type { AdmitNext } from "./admit-next.ts";
import type { PlanExecution } from "./plan-execution.ts";
import type { TickExecution } from "./tick.ts";

/** A request that is not planned after this long lost its event, or its planner crashed. */
const STUCK_PLANNING_MS = 30_000;
/** Executions worked on at once: enough to hide the latency of the log, few enough to leave its capacity to the facts. */
const AT_ONCE = 10;
/** Stuck plans looked at in one run. */
const MAX_STUCK = 100;

/** What a sweep needs. */
export interface SweepDeps {
  readonly history: Pick<HistoryStore, "listDue" | "listByStatus">;
  readonly tick: TickExecution;
  readonly planExecution: PlanExecution;
  readonly admitNext: AdmitNext;
  readonly lead: Pick<Lead, "current" | "refresh">;
  readonly sayAlive?: SayAlive;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** One run: its id and whether it has to end. */
export interface SweepRun {
  readonly runId: string;
  readonly logger: Logger;
  readonly isNear: () => boolean;
}

/** What a run did. `leftOver` counts executions that were found due and not looked at, because the deadline was near; the next run starts with other shards. */
export interface SweepSummary {
  readonly looked: number;
  readonly ticked: number;
  readonly planned: number;
  readonly admitted: number;
  readonly failed: number;
  readonly leftOver: number;
  /** The Region that leads, where it is another one: nothing was done. */
  readonly standsBy?: string;
}

/** A sweep. An execution that cannot be decided on is logged and counted, and never keeps the others waiting. */
export function createSweep(deps: SweepDeps): (run: SweepRun) => Promise<SweepSummary> {
  const { history, tick, planExecution, admitNext, clock, metrics } = deps;
  return async (run) => {
    const count = { looked: 0, ticked: 0, planned: 0, admitted: 0, failed: 0, leftOver: 0 };
    await deps.sayAlive?.();
    const { leads, region } = await ownStanding(deps.lead);
    if (!leads) return { ...count, standsBy: region };
    const guarded = async (executionId: string, work: () => Promise<void>): Promise<void> => {
      if (run.isNear()) {
        count.leftOver += 1;
        return;
      }
      count.looked += 1;
      try {
        await work();
      } catch (error) {
        count.failed += 1;
        run.logger.error("execution could not be swept", { stream: `EXEC#${executionId}`, error });
        metrics.count("SweepExecutionFailed", 1, { code: toFailure(error).code });
      }
    };

    const limit = pLimit(AT_ONCE);
    for (const shard of shardsFrom(Math.floor(clock.nowMs() / 1_000))) {
      const due = run.isNear() ? [] : await history.listDue(shard, clock.nowIso());
      await Promise.all(
        due.map((item) =>
          limit(() =>
            guarded(item.ExecutionId, async () => {
              if (await tick(item, run)) count.ticked += 1;
            }),
          ),
        ),
      );
    }
    if (!run.isNear()) count.admitted = (await admitNext({ ...run, wholeQueue: true })).length;

    // Last: a plan of thousands of resources may take what is left of the run, and keeps no timer and no free slot waiting.
    const stuckSince = new Date(clock.nowMs() - STUCK_PLANNING_MS).toISOString();
    const { items: planning } = await history.listByStatus("planning", { limit: MAX_STUCK, order: "oldest_first" });
    const stuck = planning.filter((item) => item.StartTime <= stuckSince);
    await Promise.all(
      stuck.map(({ ExecutionId }) =>
        limit(() =>
          guarded(ExecutionId, async () => {
            await planExecution(ExecutionId, { correlationId: run.runId, causationId: run.runId, logger: run.logger });
            count.planned += 1;
          }),
        ),
      ),
    );
    return count;
  };
}

/** All shards, beginning with another one each time: a run that is cut short must not always leave out the same executions. */
function shardsFrom(start: number): readonly string[] {
  return Array.from({ length: ACTIVE_SHARDS }, (_, index) => String((start + index) % ACTIVE_SHARDS));
}
