/** JSON Schemas (draft 2020-12) of the contract, generated from the same zod schemas that the services parse with. */
import * as z from "zod";
import type { EventDefinition } from "./define-event.ts";
import { dataSchemaUri, envelopeSchema } from "./envelope.ts";
import { eventDefinitions } from "./registry.ts";

/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Schema of one event as it travels: the envelope with `type`, `schemaversion` and `data` pinned to this definition. */
export function toJsonSchema(definition: EventDefinition): JsonSchema {
  const schema = envelopeSchema.extend({
    type: z.literal(definition.type),
    schemaversion: z.literal(definition.version),
    data: definition.schema,
  });
  return {
    ...z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }),
    $id: dataSchemaUri(definition.type, definition.version),
    title: definition.type,
    description: definition.description,
  };
}

/** Schemas of all event types, by type name. */
export function allJsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(eventDefinitions.map((definition) => [definition.type, toJsonSchema(definition)]));
}
