// What a seeding did, and how it adds records only where there are none.
import type { Kind } from "../world/kind.ts";
import type { WorldChange } from "../world/world.ts";

/** A resource by its place in the simulated estate. `name` is what the seed or plan called it. */
export type SeededResource = {
  readonly service: string;
  readonly kind: string;
  readonly region: string;
  readonly id: string;
  readonly name: string;
};

/** Seeding never changes a resource that exists: it is idempotent, and safe on a world that has moved on. */
export type SeedReport = {
  readonly simulated: true;
  readonly created: readonly SeededResource[];
  readonly existing: readonly SeededResource[];
  /** What was named but cannot be simulated, with the path in the plan. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};

/** Collects a report while records are added. */
export type Seeder = {
  /** Adds a record unless one of that id exists; says whether it did. */
  add<Body>(kind: Kind<Body>, resource: SeededResource, body: () => Body): boolean;
  /** Reports a part of a record (a DNS record set of a zone) that was there or was added. */
  note(resource: SeededResource, known: boolean): void;
  report(): SeedReport;
};

/** A seeder over one transaction. */
export const createSeeder = (world: WorldChange, skipped: SeedReport["skipped"] = []): Seeder => {
  const created: SeededResource[] = [];
  const existing: SeededResource[] = [];
  const note = (resource: SeededResource, known: boolean): void => void (known ? existing : created).push(resource);
  return {
    note,
    add(kind, resource, body) {
      const known = world.get(kind, resource.region, resource.id) !== undefined;
      note(resource, known);
      if (!known) world.put(kind, resource.region, resource.id, body());
      return !known;
    },
    report: () => ({ simulated: true, created, existing, skipped }),
  };
};
