// How long things take in Auto Scaling, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** From the change of capacity until a new instance is in service. */
export const ASG_LAUNCH: SecondsRange = { from: 60, to: 180 };

/** From the change of capacity until an instance is gone. */
export const ASG_TERMINATE: SecondsRange = { from: 30, to: 120 };
