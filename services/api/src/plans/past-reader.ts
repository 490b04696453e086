/** Earlier executions of plans, remembered for a while: reading them costs more than all the rest of an estimate. */
import { pastExecutions, type PastExecutionsDeps } from "@dr/event-log";
import type { Clock } from "@dr/runtime";

/** What the reader is built from. `keepMs`: 30,000 by default. */
export interface PastReaderDeps<State> extends PastExecutionsDeps<State> {
  readonly clock: Pick<Clock, "nowMs">;
  readonly keepMs?: number;
}

/** Plans that are remembered; the one asked for longest ago is forgotten first. */
const MAX_PLANS = 20;

/**
 * Reads the earlier executions of a plan, as `pastExecutions` does; what ended within the last half minute may be missing. However many ask at once, they are
 * read once.
 */
export function createPastReader<State>({
  clock,
  keepMs = 30_000,
  ...from
}: PastReaderDeps<State>): (planId: string) => Promise<readonly State[]> {
  const known = new Map<string, { readonly atMs: number; readonly past: Promise<readonly State[]> }>();
  return (planId) => {
    const found = known.get(planId);
    if (found !== undefined && clock.nowMs() - found.atMs < keepMs) return found.past;
    const reading = { atMs: clock.nowMs(), past: pastExecutions(from, planId) };
    known.delete(planId);
    known.set(planId, reading);
    if (known.size > MAX_PLANS) known.delete(known.keys().next().value ?? "");
    // What could not be read is not remembered.
    reading.past.catch(() => {
      if (known.get(planId) === reading) known.delete(planId);
    });
    return reading.past;
  };
}
