/** What a plan may write about Oracle standbys that change roles with their primaries. */
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";

/** Standbys by name or ARN. */
export const switchoverResources = lazyStrictObject(() => ({
  instances: z.array(resourceName("rds-instance")).min(1).describe("Oracle standbys that become primaries, by name or ARN"),
}));
/** Standbys by name or ARN. */
export type SwitchoverResources = z.infer<typeof switchoverResources>;

/** "Zero or near zero" before a switchover (RDS user guide, "Initiating the Oracle Data Guard switchover"). */
const DEFAULT_LAG_SECONDS = 10;

/** How to switch over. */
export const switchoverConfig = lazyStrictObject(() => ({
  region: declaredRegion({ ofNames: true }).optional(),
  rpoSeconds: z
    .number()
    .nonnegative()
    .max(86_400)
    .default(DEFAULT_LAG_SECONDS)
    .describe("Largest lag at which it begins, in seconds: nothing is lost, but writes wait for so long"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the switchover counts as failed"),
}));
/** How to switch over. */
export type SwitchoverConfig = z.infer<typeof switchoverConfig>;
