// How long things take in EC2, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** From StartInstances or RunInstances until it runs. */
export const EC2_START: SecondsRange = { from: 15, to: 45 };

/** From StopInstances until it is stopped. */
export const EC2_STOP: SecondsRange = { from: 20, to: 90 };

/** From TerminateInstances until it is terminated. */
export const EC2_TERMINATE: SecondsRange = { from: 20, to: 60 };

/** Status checks turn `ok` this long after the instance runs. */
export const EC2_STATUS_CHECKS: SecondsRange = { from: 60, to: 150 };
