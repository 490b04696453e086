/** Folding changes of mode and of leader. */
import type { Evolve } from "./types.ts";

/** Later requests carry the new mode. */
export const executionModeSwitched: Evolve<"ExecutionModeSwitched"> = (state, data) => ({ ...state, mode: data.to });

/** Commits of a lower epoch are refused from here on. */
export const leadershipTaken: Evolve<"LeadershipTaken"> = (state, data) => ({ ...state, epoch: data.epoch });
