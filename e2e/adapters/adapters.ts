/** The adapters with what their tests saw: each keeps it in `test/coverage.json`, made by `pnpm adapters --record`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Adapter } from "@dr/adapter-kit";
import type { Covered, MatrixAdapter } from "./matrix.ts";

/** The repository. */
export const root = join(import.meta.dirname, "../..");

/** Found by their folders, so that a new adapter is in the table without being named here. */
const ADAPTERS = await Promise.all(
  readdirSync(join(root, "services"))
    .filter((service) => existsSync(join(root, "services", service, "src/adapter.ts")))
    .map(async (service) => [service, await adapterOf(service)] as const),
);

async function adapterOf(service: string): Promise<Adapter<never>> {
  const exported = (await import(join(root, "services", service, "src/adapter.ts"))) as Record<string, Adapter<never>>;
  const found = Object.entries(exported).find(([name]) => name.endsWith("Adapter"));
  if (!found) throw new Error(`services/${service}/src/adapter.ts: expected an export whose name ends with Adapter`);
  return found[1];
}

/** An adapter and its folder. */
export interface FoundAdapter extends MatrixAdapter {
  readonly service: string;
  readonly queries: readonly string[];
}

/** Every adapter of the product, by folder. */
export function readAdapters(): readonly FoundAdapter[] {
  return ADAPTERS.map(([service, adapter]) => ({
    service,
    technology: adapter.technology,
    operations: adapter.operations,
    queries: Object.keys(adapter.queries ?? {}),
    coverage: readCoverage(service),
  }));
}

/** Where an adapter keeps what its tests saw. */
export function coveragePath(service: string): string {
  return join(root, "services", service, "test/coverage.json");
}

/** What the tests of an adapter saw at the last recording. */
export function readCoverage(service: string): readonly Covered[] {
  const path = coveragePath(service);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as readonly Covered[]) : [];
}
