/** Switching a recovery between planned and unplanned. */
import { pauseAgain } from "../advance/gates.ts";
import { assertOpen, refusal } from "../refuse.ts";
import { emit, startRun } from "../run.ts";
import type { ExecutionStatus } from "../state.ts";
import type { Decide } from "./types.ts";

const SWITCHABLE: ReadonlySet<ExecutionStatus> = new Set(["planning", "queued", "executing", "paused"]);

/**
 * Later requests carry the new mode; what runs, runs on in the old. A gate that waits for approvals waits for new ones: those given were
 * given for the other mode. Refused with `execution.mode_fixed` (a drill, or on its way to its end) or `execution.mode_unchanged`.
 */
export const switchMode: Decide<"SwitchMode"> = (state, { mode, reason, now }) => {
  assertOpen(state);
  if (state.executionType === "drill" || !SWITCHABLE.has(state.status)) {
    throw refusal(state, "execution.mode_fixed", "only a recovery that has not begun to end can switch its mode");
  }
  if (mode === state.mode) throw refusal(state, "execution.mode_unchanged", `the mode is ${mode}`);
  const run = startRun(state, now);
  emit(run, "ExecutionModeSwitched", { from: state.mode, to: mode, reason });
  if (state.pause?.approval) pauseAgain(run, state.pause, state.pause.reason);
  return run.events;
};
