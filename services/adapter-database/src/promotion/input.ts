/** What a plan may write about read replicas that shall stand alone. */
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";

/** Replicas by name or ARN; at least one. */
export const promotionResources = lazyStrictObject(() => ({
  instances: z.array(resourceName("rds-instance")).min(1).optional().describe("Read replicas, by name or ARN"),
  clusters: z
    .array(resourceName("rds-cluster"))
    .min(1)
    .optional()
    .describe("Aurora MySQL clusters that replicate a cluster, mostly of another Region, by name or ARN"),
}))
  .refine(({ instances, clusters }) => instances !== undefined || clusters !== undefined, "expected at least one instance or cluster")
  .meta({ minProperties: 1 });
/** Replicas by name or ARN. */
export type PromotionResources = z.infer<typeof promotionResources>;

/** How to promote. */
export const promotionConfig = lazyStrictObject(() => ({
  region: declaredRegion({ ofNames: true }).optional(),
  rpoSeconds: z
    .number()
    .nonnegative()
    .max(86_400)
    .optional()
    .describe("Largest lag at promotion, in seconds; planned default 0: stop the writers first"),
  backupRetentionDays: z.int().min(1).max(35).optional().describe("Backup retention of promoted instances; default: the replica's"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the promotion counts as failed"),
}));
/** How to promote. */
export type PromotionConfig = z.infer<typeof promotionConfig>;
