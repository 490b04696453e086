/** Gives an open execution the leases that it should hold: after a redrive, or when some were lost. */
import { describeLeaseKey, isTerminal, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { Reserve } from "../admission/reserve.ts";
import { leaseKeysOf } from "./plan-execution.ts";

/** What it needs. */
export interface HoldLeasesDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly leases: Pick<LeaseStore, "takeSlot" | "release">;
  readonly reserve: Reserve;
  readonly clock: Clock;
  readonly maxConcurrentExecutions: number;
  readonly metrics: Metrics;
}

/** Re-derives the leases of one execution from its stream; one that has ended gives back whatever it still holds. */
export type HoldLeases = (executionId: string, logger: Logger) => Promise<void>;

/**
 * Re-derives leases. The execution runs already, so a lease that somebody else holds is not a refusal but an alarm: an error line and the
 * metric `LeaseConflict`.
 */
export function createHoldLeases(deps: HoldLeasesDeps): HoldLeases {
  const { executions, leases, reserve, clock, maxConcurrentExecutions, metrics } = deps;
  return async (executionId, logger) => {
    const { state } = await executions.load(executionId);
    if (isTerminal(state)) await leases.release(executionId);
    // What is being planned takes its leases then; nothing is known of its resources yet.
    if (isTerminal(state) || state.status === "none" || state.waves.length === 0) return;
    const keys = leaseKeysOf(
      state,
      state.waves.map((wave) => ({ tasks: wave.tasks.map((task) => task.spec) })),
    );
    const conflict = await reserve(executionId, keys);
    const slot = state.status === "queued" ? 0 : await leases.takeSlot(executionId, maxConcurrentExecutions, { takenAt: clock.nowIso() });
    if (conflict === null && slot !== null) return;
    metrics.count("LeaseConflict");
    const lost = conflict === null ? "no slot is free" : `${describeLeaseKey(conflict.key).text} is held by ${conflict.holder}`;
    logger.error("an open execution runs without a lease that it should hold", { stream: `EXEC#${executionId}`, reason: lost });
  };
}
