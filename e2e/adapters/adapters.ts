/** The adapters with what their tests saw: each keeps it in `test/coverage.json`, made by `pnpm adapters --record`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appAdapter } from "@dr/adapter-app/adapter";
import { databaseAdapter } from "@dr/adapter-database/adapter";
import { drsAdapter } from "@dr/adapter-drs/adapter";
import { infraAdapter } from "@dr/adapter-infra/adapter";
import { manualAdapter } from "@dr/adapter-manual/adapter";
import type { Covered, MatrixAdapter } from "./matrix.ts";

/** The repository. */
export const root = join(import.meta.dirname, "../..");

const ADAPTERS = {
  "adapter-app": appAdapter,
  "adapter-database": databaseAdapter,
  "adapter-drs": drsAdapter,
  "adapter-infra": infraAdapter,
  "adapter-manual": manualAdapter,
};

/** An adapter and its folder. */
export interface FoundAdapter extends MatrixAdapter {
  readonly service: string;
  readonly queries: readonly string[];
}

/** Every adapter of the product, by folder. */
export function readAdapters(): readonly FoundAdapter[] {
  return Object.entries(ADAPTERS).map(([service, adapter]) => ({
    service,
    technology: adapter.technology,
    operations: adapter.operations as MatrixAdapter["operations"],
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
