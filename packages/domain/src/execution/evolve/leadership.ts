/** Folding changes of mode and of leader. */
import { forgetReadiness } from "./readiness.ts";
import type { Evolve } from "./types.ts";

/** Later requests carry the new mode. */
export const executionModeSwitched: Evolve<"ExecutionModeSwitched"> = (state, data) => forgetReadiness({ ...state, mode: data.to });

/** Commits of a lower epoch are refused from here on. */
export const leadershipTaken: Evolve<"LeadershipTaken"> = (state, data) => forgetReadiness({ ...state, epoch: data.epoch });
