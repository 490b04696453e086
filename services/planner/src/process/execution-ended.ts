/** What follows the end of an execution: what it held is free, and the next one starts. */
import { claimsOfExecution } from "@dr/admission";
import { isTerminal, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { CommandHandler, LeaseStore } from "@dr/event-log";
import type { AdmitNext, AdmitRun } from "./admit-next.ts";

/** What it needs. */
export interface ExecutionEndedDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly leases: Pick<LeaseStore, "release">;
  readonly admitNext: AdmitNext;
}

/** Releases the leases of an execution that has ended and admits the next. An end that a redrive overtook releases nothing. */
export type ExecutionEnded = (executionId: string, run: AdmitRun) => Promise<void>;

/** The follow-up of an end. Repeats are harmless; a crash half-way is repaired by the repeat. */
export function createExecutionEnded({ executions, leases, admitNext }: ExecutionEndedDeps): ExecutionEnded {
  return async (executionId, run) => {
    const { state } = await executions.load(executionId);
    if (!isTerminal(state)) return;
    // The plan's lock, which the api takes before there is an execution, is noted with its holder like all others.
    await leases.release(
      executionId,
      claimsOfExecution(state).map(({ key }) => key),
    );
    await admitNext(run);
  };
}
