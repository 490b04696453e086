// How long things take at load balancers, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** From RegisterTargets until the health checks are through. */
export const ELB_HEALTH_CHECKS: SecondsRange = { from: 30, to: 90 };
