// Adds the resources of a seed document to the world, in one transaction.
import { type ParsedSeed, SERVICES } from "../services.ts";
import type { EstateService } from "../service.ts";
import type { World } from "../world/world.ts";
import type { SeedContext } from "./seed-context.ts";
import { createSeeder, type SeedReport } from "./seed-report.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Creates what does not exist yet. Seeding is not an API call: it leaves no line in the journal of effects. */
export const applySeed = (
  world: World,
  seed: ParsedSeed,
  { accountId, region, nowMs, skipped }: Pick<SeedContext, "accountId" | "region" | "nowMs"> & { readonly skipped?: SeedReport["skipped"] },
): SeedReport =>
  world.transact(nowMs, (change) => {
    const seeder = createSeeder(change, skipped);
    const context: SeedContext = { world: change, seeder, accountId, region, nowMs, createdMs: nowMs - DAY_MS };
    for (const { service, seed: part } of SERVICES as readonly EstateService[]) part.apply(seed[service as keyof ParsedSeed], context);
    return seeder.report();
  });
