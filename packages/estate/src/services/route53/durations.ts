// How long things take in Route 53, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** PENDING to INSYNC; AWS documents "generally within 60 seconds". */
export const ROUTE53_IN_SYNC: SecondsRange = { from: 30, to: 60 };
