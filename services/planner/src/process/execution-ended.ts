/** What follows the end of an execution: what it held is free, and the next one starts. */
import { isTerminal, planLeaseKey, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { AdmitNext, AdmitRun } from "./admit-next.ts";

/** What it needs. */
export interface ExecutionEndedDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly leases: Pick<LeaseStore, "release" | "releaseKeys">;
  readonly admitNext: AdmitNext;
}

/** Releases the leases of an execution that has ended and admits the next. An end that a redrive overtook releases nothing. */
export type ExecutionEnded = (executionId: string, run: AdmitRun) => Promise<void>;

/** The follow-up of an end. Repeats are harmless; a crash half-way is repaired by the repeat. */
export function createExecutionEnded({ executions, leases, admitNext }: ExecutionEndedDeps): ExecutionEnded {
  return async (executionId, run) => {
    const { state } = await executions.load(executionId);
    if (!isTerminal(state)) return;
    await leases.release(executionId);
    // The api takes the plan's lock before there is an execution; one that never got to be planned holds nothing else.
    await leases.releaseKeys([planLeaseKey(state.planId)], executionId);
    await admitNext(run);
  };
}
