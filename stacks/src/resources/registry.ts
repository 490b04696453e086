/** The adapter registry: what the API knows of an adapter, written when the adapter is deployed. */
import { toRegistryParameters } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { logicalName } from "../model/names.ts";

/** Writes the adapter's operations. Throws `adapter.registry_entry_too_large` for what does not fit into an advanced parameter. */
export function registerAdapter(manifest: AdapterManifest): void {
  for (const { name, value } of toRegistryParameters(manifest)) {
    const operation = name.slice(name.lastIndexOf("/") + 1);
    new aws.ssm.Parameter(`${logicalName(manifest.service)}Registry${logicalName(operation.replaceAll("_", "-"))}`, {
      name,
      description: `Operation ${operation} of the ${manifest.technology} adapter, version ${manifest.version}`,
      type: "String",
      tier: "Advanced",
      value,
    });
  }
}
