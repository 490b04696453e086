/** Takes what an execution needs for itself alone, and clears away what the dead left behind. */
import { isTerminal, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { Clock, Metrics } from "@dr/runtime";

/** A key that somebody else holds. */
export interface LeaseConflict {
  readonly key: string;
  readonly holder: string;
}

/** What reserving needs. */
export interface ReserveDeps {
  readonly leases: Pick<LeaseStore, "take" | "releaseKeys">;
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Takes all keys for an execution, or none of the new ones. Resolves to the conflict that stood in the way, or null. */
export type Reserve = (executionId: string, keys: readonly string[]) => Promise<LeaseConflict | null>;

/**
 * A reservation. A lease of an execution that has ended is a leftover of a crash: it is released and the keys are tried again. A holder without
 * any event is left alone: the api takes the plan's lock a moment before the first event.
 */
export function createReserve({ leases, executions, clock, metrics }: ReserveDeps): Reserve {
  return async (executionId, keys) => {
    // Each round frees one key, and each key can be in the way of one dead holder only once.
    for (let round = 0; round <= keys.length; round += 1) {
      const taken = await leases.take(keys, executionId, { takenAt: clock.nowIso() });
      if (taken.ok) return null;
      const { key, holder } = taken.conflict;
      const { state, head } = await executions.load(holder);
      if (head.version === 0 || !isTerminal(state)) return taken.conflict;
      await leases.releaseKeys([key], holder);
      metrics.count("DeadLeaseReleased");
    }
    const taken = await leases.take(keys, executionId, { takenAt: clock.nowIso() });
    return taken.ok ? null : taken.conflict;
  };
}
