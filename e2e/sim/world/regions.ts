/** The Regions of a simulated world. */

/** Both of them; the first leads until somebody takes over. */
export const REGIONS = ["east", "west"] as const;
