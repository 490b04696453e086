/** What the platform knows of an adapter: one Parameter Store value per operation, written at deploy. */
import { DrError } from "@dr/events";
import type { AdapterManifest, OperationManifest } from "@dr/runtime";

/** Largest value of an advanced parameter, in bytes (Systems Manager user guide, "Managing parameter tiers": 8 KB). */
const MAX_BYTES = 8_192;

/** Where the registry stands in Parameter Store. */
const ROOT = "/dr-orchestration/adapters";

/** The registry's entry of one technology. Plans are checked against it without importing the adapter. */
export interface RegistryEntry {
  readonly technology: string;
  readonly version: string;
  /** The operation that a plan means when it names none; absent if there are several and none was declared. */
  readonly defaultOperation?: string;
  /** The function that answers the adapter's queries; absent where it has none. */
  readonly queryFunction?: string;
  /** It hears `ReadinessRequested`, and answers; absent where nobody listens. */
  readonly answersReadiness?: true;
  readonly operations: readonly OperationManifest[];
}

/** One parameter of the registry. */
export interface RegistryParameter {
  /** `/dr-orchestration/adapters/<technology>/<operation>`. */
  readonly name: string;
  /** JSON of a `RegistryEntry` with this one operation. */
  readonly value: string;
}

/** The whole entry, as readers put it together. */
export function toRegistryEntry({ technology, version, defaultOperation, operations, functions }: AdapterManifest): RegistryEntry {
  const queryFunction = functions.find(({ trigger }) => trigger.kind === "invoke")?.name;
  return {
    technology,
    version,
    ...(functions.some(hearsReadiness) ? { answersReadiness: true as const } : {}),
    ...(defaultOperation === undefined ? {} : { defaultOperation }),
    ...(queryFunction === undefined ? {} : { queryFunction }),
    operations,
  };
}

/**
 * The entry as it is stored, one parameter per operation: an adapter may have as many as it likes. Throws `adapter.registry_entry_too_large`, naming
 * the operation, its bytes and what takes them.
 */
export function toRegistryParameters(manifest: AdapterManifest): readonly RegistryParameter[] {
  const { operations, ...entry } = toRegistryEntry(manifest);
  return operations.map((operation) => {
    const value = JSON.stringify({ ...entry, operations: [operation] });
    const bytes = Buffer.byteLength(value);
    if (bytes >= MAX_BYTES) throw tooLarge(manifest.technology, operation, bytes);
    return { name: `${ROOT}/${manifest.technology}/${operation.name}`, value };
  });
}

function hearsReadiness({ trigger }: AdapterManifest["functions"][number]): boolean {
  const types = trigger.kind === "queue" ? trigger.subscriptions.flatMap(({ pattern }) => pattern["detail-type"]) : [];
  return types.includes("ReadinessRequested");
}

function tooLarge(technology: string, operation: OperationManifest, bytes: number): DrError {
  const { name, resourcesSchema, configSchema } = operation;
  const [resources, config] = [resourcesSchema, configSchema].map((schema) => Buffer.byteLength(JSON.stringify(schema)));
  const message = `${technology}.${name} has ${bytes} bytes in the registry (resources ${resources}, config ${config}), less than ${MAX_BYTES} fit: shorten its schemas' descriptions or split the operation`;
  return new DrError("adapter.registry_entry_too_large", message, { details: { technology, operation: name, bytes } });
}
