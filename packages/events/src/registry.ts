/** Every event type by name, and the parsing of stored and travelling events. */
import * as z from "zod";
import * as audit from "./audit/events.ts";
import type { EventDefinition } from "./define-event.ts";
import { envelopeSchema, type Envelope } from "./envelope.ts";
import * as execution from "./execution/events.ts";
import * as pauses from "./execution/pause-events.ts";
import * as readiness from "./execution/readiness-events.ts";
import { DrError } from "./failure.ts";
import * as plan from "./plan/events.ts";
import * as manual from "./technology/manual-events.ts";
import * as technology from "./technology/events.ts";

const definitions = { ...plan, ...execution, ...pauses, ...readiness, ...technology, ...manual, ...audit };

type Definitions = {
  [K in keyof typeof definitions as (typeof definitions)[K] extends EventDefinition ? K : never]: (typeof definitions)[K];
}[keyof {
  [K in keyof typeof definitions as (typeof definitions)[K] extends EventDefinition ? K : never]: true;
}];

/** Any event type's definition. */
export type AnyEventDefinition = Extract<Definitions, EventDefinition>;
/** Name of an event type: `"WaveStarted" | "TechnologyCompleted" | …`. */
export type EventType = AnyEventDefinition["type"];
/** Data of one event type. */
export type EventData<T extends EventType> = z.infer<Extract<AnyEventDefinition, { type: T }>["schema"]>;

/** An event as deciders make and fold it: type, data and the time (ISO 8601, UTC) at which it was decided. */
export type DomainEvent<T extends EventType = EventType> = {
  readonly [K in T]: { readonly type: K; readonly data: EventData<K>; readonly at: string };
}[T];

const byType: ReadonlyMap<string, EventDefinition> = new Map(
  Object.values(definitions)
    .filter((value): value is AnyEventDefinition => typeof value === "object" && "upcasters" in value)
    .map((definition) => [definition.type, definition]),
);

/** All definitions, in the order in which they are declared. */
export const eventDefinitions: readonly EventDefinition[] = [...byType.values()];

// Made once, with the first event of its type: zod compiles a schema at its first parse, which costs far more than the parse itself, and a function sees few types.
const strictSchemas = schemasOf((schema) => schema.strict());
const looseSchemas = schemasOf((schema) => schema.loose());
const looseEnvelopeSchema = envelopeSchema.loose();

/** The definition of `type`, or undefined: an unknown type on the bus is no error, it may come from a newer producer. */
export function findDefinition(type: string): EventDefinition | undefined {
  return byType.get(type);
}

/** How the definition of a type is found. `findDefinition` is the one in use; a test of old streams brings its own. */
export type FindDefinition = typeof findDefinition;

/**
 * Lifts stored data to the current version, one upcaster at a time. Pure; returns the input untouched when it is current. Throws `event.newer_version`
 * for what a newer deployment wrote: another version means that the same words may mean something else.
 */
export function upcast(definition: EventDefinition, data: Record<string, unknown>, fromVersion: number): Record<string, unknown> {
  if (fromVersion > definition.version) {
    throw new DrError("event.newer_version", `${definition.type} has version ${fromVersion}; this deployment knows ${definition.version}`);
  }
  let lifted = data;
  for (let version = fromVersion; version < definition.version; version += 1) {
    const step = definition.upcasters[version];
    if (!step) throw new DrError("event.no_upcaster", `no upcaster for ${definition.type} from version ${version}`);
    lifted = step(lifted);
  }
  return lifted;
}

/** Checks what a producer is about to say: unknown fields are refused. Throws `event.unknown_type` or `event.invalid` with the issues. */
export function parseStrict<T extends EventType>(type: T, data: unknown): EventData<T> {
  return parseWith(type, data, strictSchemas);
}

/** Reads what somebody else said: fields that we do not know pass through. Lifts old versions. Throws `event.unknown_type`, `event.invalid`, `event.no_upcaster`, `event.newer_version`. */
export function parseLoose<T extends EventType>(type: T, data: unknown, schemaVersion?: number): EventData<T> {
  const definition = findDefinition(type);
  const lifted = definition && schemaVersion !== undefined && isRecord(data) ? upcast(definition, data, schemaVersion) : data;
  return parseWith(type, lifted, looseSchemas);
}

/** Reads an envelope from the bus. Throws `event.malformed_envelope` with the issues; the data is checked apart, by `parseLoose`. */
export function parseEnvelope(input: unknown): Envelope {
  const parsed = looseEnvelopeSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new DrError("event.malformed_envelope", `not a CloudEvents envelope of ours: ${z.prettifyError(parsed.error)}`, {
    details: { issues: parsed.error.issues },
    cause: parsed.error,
  });
}

function parseWith<T extends EventType>(type: T, data: unknown, schemaOf: SchemaOf): EventData<T> {
  const schema = schemaOf(type);
  if (!schema) throw new DrError("event.unknown_type", `unknown event type ${type}`);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data as EventData<T>;
  throw new DrError("event.invalid", `invalid ${type}: ${z.prettifyError(parsed.error)}`, {
    details: { issues: parsed.error.issues },
    cause: parsed.error,
  });
}

type SchemaOf = (type: string) => z.ZodObject | undefined;

function schemasOf(shape: (schema: z.ZodObject) => z.ZodObject): SchemaOf {
  const made = new Map<string, z.ZodObject>();
  return (type) => {
    const definition = byType.get(type);
    const schema = made.get(type) ?? (definition && shape(definition.schema));
    if (schema) made.set(type, schema);
    return schema;
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
