// Health checks of a seed.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { HEALTH_CHECK_TYPES, healthCheckKind } from "./health-check-records.ts";

/** What a seed may say of a health check. */
export const healthCheckSeed = z.strictObject({
  id: z.string().min(1).max(64),
  type: z.enum(HEALTH_CHECK_TYPES).default("HTTPS"),
  fullyQualifiedDomainName: z.string().max(255).default("endpoint.simulated.invalid"),
  port: z.int().min(1).max(65_535).default(443),
  resourcePath: z.string().max(255).default("/health"),
  failureThreshold: z.int().min(1).max(10).default(3),
  disabled: z.boolean().default(false),
  inverted: z.boolean().default(false),
  /** What the checkers see. */
  endpointHealthy: z.boolean().default(true),
});

/** Adds the checks that are not there. */
export const addHealthChecks = (checks: readonly z.output<typeof healthCheckSeed>[], { seeder }: SeedContext): void => {
  for (const check of checks) {
    const place = { service: "route53", kind: "health-check", region: GLOBAL_REGION, id: check.id, name: check.id };
    seeder.add(healthCheckKind, place, () => ({ ...check, version: 1 }));
  }
};
