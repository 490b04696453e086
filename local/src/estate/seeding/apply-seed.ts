// Adds the resources of a seed document to the world, in one transaction.
import { parameterKind } from "../ssm/records.ts";
import type { World } from "../world/world.ts";
import type { ParsedSeed } from "./seed-document.ts";
import { seedDrs } from "./seed-drs.ts";
import { seedRds } from "./seed-rds.ts";
import type { SeedContext } from "./seed-context.ts";
import { createSeeder, type SeedReport } from "./seed-report.ts";
import { seedRoute53 } from "./seed-route53.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Creates what does not exist yet. Seeding is not an API call: it leaves no line in the journal of effects. */
export const applySeed = (
  world: World,
  seed: ParsedSeed,
  { region, nowMs, skipped }: { readonly region: string; readonly nowMs: number; readonly skipped?: SeedReport["skipped"] },
): SeedReport =>
  world.transact(nowMs, (change) => {
    const seeder = createSeeder(change, skipped);
    const context: SeedContext = { world: change, seeder, region, nowMs, createdMs: nowMs - DAY_MS };
    seedRds(seed, context);
    seedDrs(seed, context);
    seedRoute53(seed, context);
    for (const { name, value, region: own } of seed.ssm.parameters) {
      const home = own ?? region;
      seeder.add(parameterKind, { service: "ssm", kind: "parameter", region: home, id: name, name }, () => ({
        name,
        type: "String",
        value,
        version: 1,
        modifiedMs: nowMs,
      }));
    }
    return seeder.report();
  });
