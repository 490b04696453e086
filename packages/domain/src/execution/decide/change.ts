/** Change tickets: what their system says of the execution. */
import { advance } from "../advance/advance.ts";
import type { RecordChange } from "../commands.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { ExecutionState } from "../state.ts";
import { resumeApproved } from "./approval.ts";
import type { Decide } from "./types.ts";

/**
 * Records what a change ticket says; what is known already is no news. An approval that was all that a pause still needed ends it. One that is taken
 * back stops nothing that runs: no further wave starts where a change is required. Refused with `change.stale_plan` or `change.unknown`.
 */
export const recordChange: Decide<"RecordChange"> = (state, { change, now }) => {
  assertOpen(state);
  assertAbout(state, change);
  const known = state.pauses.change;
  if (known?.number === change.number && known.standing === change.standing && known.mode === change.mode) return [];
  const run = startRun(state, now);
  emit(run, "ChangeRecorded", change);
  // What needs no approval waits for its own people, whatever a ticket says.
  if (run.state.pause?.approval) resumeApproved(run);
  advance(run);
  return run.events;
};

function assertAbout(state: ExecutionState, { standing, number, planHash, manifestHash, mode }: RecordChange["change"]): void {
  if (standing === "revoked") {
    if (state.pauses.change?.number === number) return;
    throw refusal(state, "change.unknown", "this change never approved of the execution", { number });
  }
  if (planHash === state.planHash && manifestHash === state.manifestHash && mode === state.mode) return;
  throw refusal(state, "change.stale_plan", "the change approves of another version of the plan, of other resources or of another mode", {
    number,
  });
}
