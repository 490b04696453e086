/** What the deployed adapters can do, as plans are checked against it. */
import { z } from "zod";
import { DrError, reversibilitySchema } from "@dr/events";

const jsonSchemaSchema = z.record(z.string(), z.unknown());

const operationEntrySchema = z.looseObject({
  name: z.string().min(1),
  description: z.string().default(""),
  reversibility: reversibilitySchema,
  defaults: z.looseObject({ timeoutSeconds: z.number().positive(), heartbeatSeconds: z.number().positive() }),
  resourcesSchema: jsonSchemaSchema,
  configSchema: jsonSchemaSchema,
});

/** What the registry says of one adapter (`/dr-orchestration/adapters/<technology>`): technology, version and its operations with their JSON Schemas. */
export const technologyEntrySchema = z.looseObject({
  technology: z.string().regex(/^[a-z0-9_]+$/),
  version: z.string().min(1),
  operations: z.array(operationEntrySchema).min(1),
});
/** What the registry says of one adapter. */
export type TechnologyEntry = z.infer<typeof technologyEntrySchema>;

/** What a plan needs to know of one operation. */
export interface RegisteredOperation {
  readonly reversibility: TechnologyEntry["operations"][number]["reversibility"];
  readonly defaults: { readonly timeoutSeconds: number; readonly heartbeatSeconds: number };
  readonly resourcesSchema: Readonly<Record<string, unknown>>;
  readonly configSchema: Readonly<Record<string, unknown>>;
}

/** Technologies by name; their operations in the order in which the adapter declares them (the first is the default). */
export type TechnologyRegistry = ReadonlyMap<string, { readonly operations: ReadonlyMap<string, RegisteredOperation> }>;

/** The registry made of adapters' entries. Throws `registry.invalid_entry` if one is malformed or carries a JSON Schema that cannot be used. */
export function toTechnologyRegistry(entries: readonly unknown[]): TechnologyRegistry {
  return new Map(
    entries.map((entry) => {
      const { technology, operations } = parseTechnologyEntry(entry);
      return [technology, { operations: new Map(operations.map((operation) => [operation.name, operation])) }];
    }),
  );
}

/** Reads one adapter's entry. Throws `registry.invalid_entry`, naming the field. */
export function parseTechnologyEntry(input: unknown): TechnologyEntry {
  const parsed = technologyEntrySchema.safeParse(input);
  if (!parsed.success) throw invalidEntry(z.prettifyError(parsed.error), parsed.error);
  for (const operation of parsed.data.operations) {
    compile(operation.resourcesSchema, `${parsed.data.technology}.${operation.name} resourcesSchema`);
    compile(operation.configSchema, `${parsed.data.technology}.${operation.name} configSchema`);
  }
  return parsed.data;
}

/** JSON Schema objects never change, and compiling one costs far more than using it. */
const compiled = new WeakMap<object, z.ZodType>();

/** The checker of a JSON Schema (draft 2020-12); compiled once per schema object. Throws `registry.invalid_entry` when the schema cannot be used. */
export function compile(schema: Readonly<Record<string, unknown>>, name: string): z.ZodType {
  const known = compiled.get(schema);
  if (known) return known;
  try {
    const checker = z.fromJSONSchema(schema);
    compiled.set(schema, checker);
    return checker;
  } catch (error) {
    throw invalidEntry(`${name}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function invalidEntry(reason: string, cause: unknown): DrError {
  return new DrError("registry.invalid_entry", `not a usable adapter entry: ${reason}`, { cause });
}
