/** The adapters of the simulated estate and their manifests, made as any adapter's are. */
import { adapterManifest, type Adapter } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { simAdapter, SIM_TECHNOLOGIES, type SimTechnology } from "./adapter.ts";
import { simOperations, type SimClients } from "./sim-operations.ts";

/** An adapter with what it needs from its platform. */
export interface SimAdapter {
  readonly technology: SimTechnology;
  readonly adapter: Adapter<SimClients>;
  readonly manifest: AdapterManifest;
}

/** One for each technology. */
export const simAdapters: readonly SimAdapter[] = SIM_TECHNOLOGIES.map((technology) => ({
  technology,
  adapter: simAdapter(technology),
  manifest: adapterManifest({
    service: `adapter-${technology}`,
    technology,
    version: "1.0.0",
    description: "moves what is not there",
    operations: simOperations,
    iam: [],
  }),
}));
