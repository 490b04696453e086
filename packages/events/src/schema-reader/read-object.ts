/** Objects: their members, what else they may have, and how many. */
import * as z from "zod";
import { below, isObject, type Place, type Read, type SchemaObject } from "./place.ts";

/** An object. What may be left out is what `required` does not name; without `additionalProperties` it may have anything besides. */
export function readObject(schema: SchemaObject, place: Place, read: Read): z.ZodType {
  const { properties, additionalProperties } = schema;
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  const at = below(place, "properties");
  const shape = Object.fromEntries(
    Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => {
      const member = read(property, below(at, name));
      return [name, required.has(name) ? member : member.optional()];
    }),
  );
  const object = z.object(shape);
  if (additionalProperties === false) return guarded(object.strict(), schema, place, read);
  if (!isObject(additionalProperties)) return guarded(object.loose(), schema, place, read);
  return guarded(object.catchall(read(additionalProperties, below(place, "additionalProperties"))), schema, place, read);
}

/** With what is said of its names and their number; these are looked at first, on what came in: members that have defaults are no part of it. */
function guarded(object: z.ZodType, schema: SchemaObject, place: Place, read: Read): z.ZodType {
  const { propertyNames, minProperties, maxProperties } = schema;
  const names =
    propertyNames === undefined || propertyNames === true ? undefined : read(named(propertyNames), below(place, "propertyNames"));
  if (names === undefined && minProperties === undefined && maxProperties === undefined) return object;
  const least = typeof minProperties === "number" ? minProperties : 0;
  const most = typeof maxProperties === "number" ? maxProperties : Number.POSITIVE_INFINITY;
  const guard = z
    .unknown()
    .transform((value) => value)
    .check(({ value, issues }) => {
      if (!isObject(value)) return;
      const keys = Object.getOwnPropertyNames(value);
      const size = { origin: "object", inclusive: true, input: value, inst: object, continue: true } as const;
      if (keys.length < least)
        issues.push({ ...size, code: "too_small", minimum: least, message: `Too small: expected object to have >=${least} properties` });
      if (keys.length > most)
        issues.push({ ...size, code: "too_big", maximum: most, message: `Too big: expected object to have <=${most} properties` });
      for (const key of keys) {
        const wrong = names?.safeParse(key).error?.issues;
        if (wrong) issues.push({ code: "invalid_key", origin: "record", issues: wrong, input: key, path: [key], continue: true });
      }
    });
  return guard.pipe(object);
}

/** Names are texts, whether it says so or not. */
function named(schema: unknown): unknown {
  return isObject(schema) && schema["type"] === undefined ? { type: "string", ...schema } : schema;
}
