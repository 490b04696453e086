/** The adapter registry: what the API knows of an adapter, written when the adapter is deployed. */
import { toRegistryEntry } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { logicalName } from "../model/names.ts";
import { PARAMETER_ROOT } from "../model/settings.ts";

/** Writes the adapter's entry. Throws `adapter.registry_entry_too_large` for what does not fit into an advanced parameter. */
export function registerAdapter(manifest: AdapterManifest): void {
  new aws.ssm.Parameter(`${logicalName(manifest.service)}Registry`, {
    name: `${PARAMETER_ROOT}/adapters/${manifest.technology}`,
    description: `Operations of the ${manifest.technology} adapter, version ${manifest.version}`,
    type: "String",
    tier: "Advanced",
    value: JSON.stringify(toRegistryEntry(manifest)),
  });
}
