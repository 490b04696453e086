/** Compares what is derived with the log, and repairs it: list items that lag behind, leases without a living holder, open executions without leases. */
import { isDead } from "@dr/admission";
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import {
  ACTIVE_SHARDS,
  hourRanges,
  type CommandHandler,
  type HistoryStore,
  type Lead,
  type LeaseStore,
  type TimeFeed,
} from "@dr/event-log";
import { toFailure } from "@dr/events";
import type { Clock, Metrics } from "@dr/runtime";
import type { ProjectStream } from "../projection/project.ts";
import { ownStanding } from "./as-leader.ts";
import type { AdmitRun } from "./admit-next.ts";
import { forgetEnded } from "./forget-ended.ts";
import type { HoldLeases } from "./hold-leases.ts";

/** What reconciling needs. */
export interface ReconcileDeps {
  readonly feed: TimeFeed;
  readonly history: Pick<HistoryStore, "listActive" | "listByStatus" | "remove">;
  /** Days that an ended execution stays in the list; 0: for ever. */
  readonly keepDays: number;
  readonly leases: Pick<LeaseStore, "listHolders" | "release">;
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly projectStream: ProjectStream;
  readonly holdLeases: HoldLeases;
  readonly lead: Pick<Lead, "current" | "refresh">;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** What a run repaired. */
export interface ReconcileSummary {
  readonly streams: number;
  readonly repaired: number;
  readonly holdersReleased: number;
  readonly executionsChecked: number;
  readonly failed: number;
  /** Ended executions whose time in the list was over; absent for none. */
  readonly forgotten?: number;
  /** The Region that leads, where it is another one: nothing was done. */
  readonly standsBy?: string;
}

/** A cold process looks back this far: two runs, so that one that was lost leaves no hole. */
const LOOK_BACK_MS = 2 * 3_600_000;
/** A warm one looks back to its last run and this much more: the feed lags behind, and the writers' clocks differ. */
const OVERLAP_MS = 10 * 60_000;

/** A reconciliation. One stream's error is logged and counted and leaves the others alone; near the deadline it ends and the next run goes on. */
export function createReconcile(deps: ReconcileDeps): (run: AdmitRun) => Promise<ReconcileSummary> {
  let lookedUntilMs = 0;
  return async (run) => {
    const count = { streams: 0, repaired: 0, holdersReleased: 0, executionsChecked: 0, failed: 0 };
    const { leads, region } = await ownStanding(deps.lead);
    if (!leads) return { ...count, standsBy: region };
    const guarded = async (streamId: string, work: () => Promise<void>): Promise<void> => {
      if (run.isNear()) return;
      try {
        await work();
      } catch (error) {
        count.failed += 1;
        run.logger.error("stream could not be reconciled", { stream: streamId, error });
        deps.metrics.count("ReconcileFailed", 1, { code: toFailure(error).code });
      }
    };

    const nowMs = deps.clock.nowMs();
    const fromMs = Math.max(nowMs - LOOK_BACK_MS, lookedUntilMs - OVERLAP_MS);
    for (const [streamId, version] of await recentStreams(deps.feed, fromMs, nowMs)) {
      await guarded(streamId, async () => {
        count.streams += 1;
        if (await deps.projectStream(streamId, version)) count.repaired += 1;
      });
    }
    for (const { holder, since } of await deps.leases.listHolders()) {
      await guarded(`EXEC#${holder}`, async () => {
        if (await releaseIfDead(deps, holder, since)) count.holdersReleased += 1;
      });
    }
    for (let shard = 0; shard < ACTIVE_SHARDS; shard += 1) {
      for (const { ExecutionId } of run.isNear() ? [] : await deps.history.listActive(String(shard))) {
        await guarded(`EXEC#${ExecutionId}`, async () => {
          await deps.holdLeases(ExecutionId, run.logger);
          count.executionsChecked += 1;
        });
      }
    }
    if (count.repaired > 0) deps.metrics.count("ProjectionRepaired", count.repaired);
    const forgotten = await forgetEnded(deps, run.isNear).catch((error: unknown) => {
      run.logger.error("ended executions could not be taken off the list", { error });
      deps.metrics.count("ReconcileFailed", 1, { code: toFailure(error).code });
      return 0;
    });
    // A run that was cut short or failed somewhere looks at the same period again.
    if (!run.isNear() && count.failed === 0) lookedUntilMs = nowMs;
    return { ...count, ...(forgotten === 0 ? {} : { forgotten }) };
  };
}

/** Streams with commits in the period, with the first version of their last commit there: an item below it lags behind. */
async function recentStreams(feed: TimeFeed, fromMs: number, toMs: number): Promise<ReadonlyMap<string, number>> {
  const latest = new Map<string, number>();
  for (const hour of hourRanges(new Date(fromMs).toISOString(), new Date(toMs).toISOString())) {
    for (const { streamId, firstVersion } of await feed.readHour(hour)) {
      latest.set(streamId, Math.max(latest.get(streamId) ?? 0, firstVersion));
    }
  }
  return latest;
}

async function releaseIfDead({ executions, leases, clock }: ReconcileDeps, holder: string, takenAt: string): Promise<boolean> {
  const { state, head } = await executions.load(holder);
  if (!isDead({ state, version: head.version, takenAt }, clock.nowMs())) return false;
  await leases.release(holder);
  return true;
}
