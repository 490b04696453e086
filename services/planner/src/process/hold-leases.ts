/** Gives an open execution the leases that it should hold: after a redrive, or when some were lost. */
import { claimsOfExecution, describeBlockers, makeRoom, type Admission, type Blocker } from "@dr/admission";
import { isTerminal, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { Clock, Logger, Metrics } from "@dr/runtime";

/** What it needs. */
export interface HoldLeasesDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly leases: Pick<LeaseStore, "takeSlot" | "release">;
  readonly admission: Pick<Admission, "reserve">;
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
  const { executions, leases, admission, clock, maxConcurrentExecutions, metrics } = deps;
  return async (executionId, logger) => {
    const { state } = await executions.load(executionId);
    if (isTerminal(state)) await leases.release(executionId);
    // What is being planned takes its leases then; nothing is known of its resources yet.
    if (isTerminal(state) || state.status === "none" || state.waves.length === 0) return;
    const blockers = await admission.reserve(executionId, claimsOfExecution(state));
    if (isWaitingFor(state, blockers)) return;
    const takenAt = clock.nowIso();
    const hasSlot = state.status === "queued" || (await leases.takeSlot(executionId, maxConcurrentExecutions, { takenAt }));
    if (blockers.length === 0 && hasSlot) return;
    metrics.count("LeaseConflict");
    const lost = blockers.length === 0 ? "no slot is free" : describeBlockers(blockers).message;
    logger.error("an open execution runs without a lease that it should hold", { stream: `EXEC#${executionId}`, reason: lost });
  };
}

/** It waits for just these to end: drills. */
function isWaitingFor({ queue }: ExecutionState, blockers: readonly Blocker[]): boolean {
  return queue?.waitingFor === "resources" && blockers.length > 0 && makeRoom(blockers) !== null;
}
