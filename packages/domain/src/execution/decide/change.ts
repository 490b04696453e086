/** Change tickets: what their system says of the execution. */
import { advance } from "../advance/advance.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import { isApproved } from "./approval-count.ts";
import { isUnresolved } from "./pause.ts";
import type { Decide } from "./types.ts";

/**
 * Records what a change ticket says; what is known already is no news. An approval that was all that a pause still needed ends it. One that is taken
 * back stops nothing that runs: no further wave starts where a change is required. Refused with `change.stale_plan` or `change.unknown`.
 */
export const recordChange: Decide<"RecordChange"> = (state, { change, now }) => {
  assertOpen(state);
  const known = state.pauses.change;
  if (change.standing === "revoked" && known?.number !== change.number) {
    throw refusal(state, "change.unknown", "this change never approved of the execution", { number: change.number });
  }
  const { planHash, manifestHash, mode } = state;
  const isAbout = change.planHash === planHash && change.manifestHash === manifestHash && change.mode === mode;
  if (change.standing === "approved" && !isAbout) {
    const message = "the change approves of another version of the plan, of other resources or of another mode";
    throw refusal(state, "change.stale_plan", message, { number: change.number });
  }
  if (known?.number === change.number && known.standing === change.standing && known.mode === change.mode) return [];
  const run = startRun(state, now);
  emit(run, "ChangeRecorded", change);
  const { pause } = run.state;
  if (pause?.approval && isApproved(run.state, pause) && !isUnresolved(run.state, pause)) {
    emit(run, "ExecutionResumed", { pauseId: pause.pauseId, by: "approval" });
  }
  advance(run);
  return run.events;
};
