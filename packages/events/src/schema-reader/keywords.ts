/** Keywords that are refused: one that was passed over would let through what the adapter then refuses. */
import { unreadable, type Place, type SchemaObject } from "./place.ts";

/** What JSON Schema (draft 2020-12, and 7 before it) can hold an input to and is not read here. Any other word is an annotation. */
const UNREAD: ReadonlySet<string> = new Set([
  "$dynamicRef",
  "$recursiveRef",
  "additionalItems",
  "contains",
  "definitions",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "else",
  "if",
  "maxContains",
  "minContains",
  "patternProperties",
  "prefixItems",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
  "uniqueItems",
]);

/** What is said of a type, and only beside it read. `required` alone says which names somebody chooses from: `choiceOf` reads that. */
const OF_A_TYPE: ReadonlySet<string> = new Set([
  "additionalProperties",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "format",
  "items",
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "multipleOf",
  "pattern",
  "properties",
  "propertyNames",
]);

/** Throws for a schema with such a keyword, naming it. */
export function refuseUnread(schema: SchemaObject, place: Place): void {
  const isUntyped = ["type", "const", "enum", "$ref"].every((key) => schema[key] === undefined);
  for (const key of Object.keys(schema)) {
    if (UNREAD.has(key)) throw unreadable(place, `\`${key}\` is not read here`);
    if (isUntyped && OF_A_TYPE.has(key)) throw unreadable(place, `\`${key}\` is not read here without a type`);
  }
}
