// How long things take in Systems Manager, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** Until the agent of a node takes a command. */
export const SSM_DELIVERY: SecondsRange = { from: 1, to: 4 };

/** A script of which nothing else is said. */
export const SSM_SCRIPT: SecondsRange = { from: 5, to: 20 };

/** From CancelCommand until the agent has stopped. */
export const SSM_CANCEL: SecondsRange = { from: 1, to: 5 };

/** An automation of which nothing else is said. */
export const SSM_AUTOMATION: SecondsRange = { from: 20, to: 90 };
