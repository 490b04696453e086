/** What the deployed adapters can do, as plans are checked against it. */
import * as z from "zod";
import { DrError, lazyLooseObject, reversibilitySchema } from "@dr/events";
import { readSchema } from "@dr/events/schema-reader";

const jsonSchemaSchema = () => z.record(z.string(), z.unknown());

const operationEntrySchema = lazyLooseObject(() => ({
  name: z.string().min(1),
  description: z.string().default(""),
  reversibility: reversibilitySchema,
  defaults: z.looseObject({
    timeoutSeconds: z.number().positive(),
    heartbeatSeconds: z.number().positive(),
    expectedSeconds: z.number().positive().optional(),
  }),
  resourcesSchema: jsonSchemaSchema(),
  configSchema: jsonSchemaSchema(),
}));

/** What the registry says of one adapter, or of one of its operations (`/dr-orchestration/adapters/<technology>/<operation>`), with their JSON Schemas. */
export const technologyEntrySchema = lazyLooseObject(() => ({
  technology: z.string().regex(/^[a-z0-9_]+$/),
  version: z.string().min(1),
  /** The operation that a plan means when it names none. */
  defaultOperation: z.string().optional(),
  /** The function that answers the adapter's queries. */
  queryFunction: z.string().optional(),
  /** It answers `ReadinessRequested`. */
  answersReadiness: z.boolean().optional(),
  operations: z.array(operationEntrySchema).min(1),
}));
/** What the registry says of one adapter. */
export type TechnologyEntry = z.infer<typeof technologyEntrySchema>;

/** What a plan needs to know of one operation. */
export interface RegisteredOperation {
  readonly reversibility: TechnologyEntry["operations"][number]["reversibility"];
  readonly defaults: { readonly timeoutSeconds: number; readonly heartbeatSeconds: number; readonly expectedSeconds?: number | undefined };
  readonly resourcesSchema: Readonly<Record<string, unknown>>;
  readonly configSchema: Readonly<Record<string, unknown>>;
  readonly answersReadiness?: boolean | undefined;
}

/** A technology: its operations by name, and the one that is meant when none is named. */
export interface RegisteredTechnology {
  readonly defaultOperation: string | undefined;
  readonly operations: ReadonlyMap<string, RegisteredOperation>;
}

/** Technologies by name. */
export type TechnologyRegistry = ReadonlyMap<string, RegisteredTechnology>;

/** The registry made of adapters' entries. Throws `registry.invalid_entry` if one is malformed or carries a JSON Schema that cannot be used. */
export function toTechnologyRegistry(entries: readonly unknown[]): TechnologyRegistry {
  return new Map(
    joinEntries(entries.map(parseTechnologyEntry)).map(({ technology, defaultOperation, operations, answersReadiness }) => [
      technology,
      { defaultOperation, operations: new Map(operations.map((operation) => [operation.name, { ...operation, answersReadiness }])) },
    ]),
  );
}

/** Entries of one technology as one, in the order of their names. Version and default are those of the last: a deployment writes them all. */
export function joinEntries(entries: readonly TechnologyEntry[]): readonly TechnologyEntry[] {
  const joined = new Map<string, TechnologyEntry>();
  for (const entry of entries) {
    const before = joined.get(entry.technology);
    joined.set(entry.technology, { ...before, ...entry, operations: [...(before?.operations ?? []), ...entry.operations] });
  }
  return [...joined.values()].toSorted((a, b) => (a.technology < b.technology ? -1 : 1));
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
    const checker = readSchema(schema);
    compiled.set(schema, checker);
    return checker;
  } catch (error) {
    throw invalidEntry(`${name}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function invalidEntry(reason: string, cause: unknown): DrError {
  return new DrError("registry.invalid_entry", `not a usable adapter entry: ${reason}`, { cause });
}
