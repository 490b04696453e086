/** What the platform knows of an adapter: one Parameter Store value per technology, written at deploy. */
import { DrError } from "@dr/events";
import type { AdapterManifest, OperationManifest } from "@dr/runtime";

/** Largest value of an advanced parameter, in bytes (Systems Manager user guide, "Managing parameter tiers": 8 KB). */
const MAX_BYTES = 8_192;

/** The registry's entry of one technology. Plans are checked against it without importing the adapter. */
export interface RegistryEntry {
  readonly technology: string;
  readonly version: string;
  readonly operations: readonly OperationManifest[];
}

/** The entry as it is stored under `/dr-orchestration/adapters/<technology>`. Throws `adapter.registry_entry_too_large`. */
export function toRegistryEntry({ technology, version, operations }: AdapterManifest): RegistryEntry {
  const entry = { technology, version, operations };
  const bytes = Buffer.byteLength(JSON.stringify(entry));
  if (bytes >= MAX_BYTES)
    throw new DrError("adapter.registry_entry_too_large", `entry of ${technology} has ${bytes} bytes, less than ${MAX_BYTES} fit`);
  return entry;
}
