/** EventBridge Scheduler: starts a function every so often. A run may be lost; runs may overlap. */
import type { FunctionPool } from "../kernel/function-pool.ts";
import type { Kernel } from "../kernel/process.ts";

/** A schedule. `isIdle` tells, from outside, that a run would find nothing to do: most of those are left out, because only the computer would notice. */
export interface ScheduleOptions {
  readonly everyMs: number;
  readonly pool: FunctionPool<void, void>;
  readonly isIdle: () => boolean;
  readonly isOver: () => boolean;
}

/** After so many runs that found nothing, a schedule looks up only once an hour: somebody waits for days. */
const IDLE_RUNS = 90;
const RARELY_MS = 3_600_000;

/** Starts a schedule at a random moment of its period. */
export function startSchedule(kernel: Kernel, { everyMs, pool, isIdle, isOver }: ScheduleOptions): void {
  const { scheduler, faults, latency } = kernel;
  let idleRuns = 0;
  const tick = (): void => {
    if (isOver()) return;
    idleRuns = isIdle() ? idleRuns + 1 : 0;
    scheduler.after(idleRuns > IDLE_RUNS ? RARELY_MS : everyMs, tick);
    if (idleRuns > 0 && !latency.chance(0.02)) return;
    if (faults.strikes("schedule_lost") || !pool.hasRoom()) return;
    pool.invoke(undefined, () => undefined);
  };
  scheduler.after(latency.below(everyMs), tick);
}
