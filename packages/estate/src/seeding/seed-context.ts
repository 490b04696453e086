// What the parts of a seeding share.
import type { WorldChange } from "../world/world.ts";
import type { Seeder } from "./seed-report.ts";

/** One seeding, in one transaction. */
export type SeedContext = {
  readonly world: WorldChange;
  readonly seeder: Seeder;
  readonly accountId: string;
  /** For resources that name no Region. */
  readonly region: string;
  readonly nowMs: number;
  readonly createdMs: number;
};
