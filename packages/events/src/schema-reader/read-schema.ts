/**
 * JSON Schemas of tasks, read back as zod schemas. Zod has a reader of its own, which names all of zod, so that every function that may load it reads all of it at
 * its start; and it passes over what it does not know. This one reads what zod writes of an adapter's schemas and refuses the rest.
 */
import * as z from "zod";
import { refuseUnread } from "./keywords.ts";
import { below, isObject, unreadable, type Place, type SchemaObject } from "./place.ts";
import { readList } from "./read-list.ts";
import { readNumber } from "./read-number.ts";
import { readObject } from "./read-object.ts";
import { readText } from "./read-text.ts";

/** A zod schema that takes and refuses what the JSON Schema (draft 2020-12) does, in the words of zod's own reader. Throws, naming place and keyword, for one that it cannot hold an input to. */
export function readSchema(schema: SchemaObject): z.ZodType {
  const { $defs } = schema;
  return read(schema, { path: "", defs: isObject($defs) ? $defs : {}, open: [] });
}

function read(schema: unknown, place: Place): z.ZodType {
  if (typeof schema === "boolean") return schema ? z.unknown() : z.never();
  if (!isObject(schema)) throw unreadable(place, "expected a schema");
  refuseUnread(schema, place);
  const options = (key: string): z.ZodType[] | undefined => {
    const found = schema[key];
    return Array.isArray(found) ? found.map((each, index) => read(each, below(below(place, key), index))) : undefined;
  };
  const either = options("anyOf");
  const one = options("oneOf");
  const parts = [readOwn(schema, place), either && z.union(either), one && z.xor(one), ...(options("allOf") ?? [])];
  const all = parts
    .filter((part) => part !== undefined)
    .reduce<z.ZodType | undefined>((before, part) => before?.and(part) ?? part, undefined);
  const whole = all ?? z.unknown();
  return schema["default"] === undefined ? whole : whole.default(schema["default"]);
}

/** What the schema says without `anyOf` and the like; undefined if it says nothing. */
function readOwn(schema: SchemaObject, place: Place): z.ZodType | undefined {
  const { not, $ref, type } = schema;
  if (not !== undefined) {
    if (isObject(not) && Object.keys(not).length === 0) return z.never();
    throw unreadable(place, "`not` is not read here");
  }
  if (typeof $ref === "string") return readReference($ref, place);
  if (Array.isArray(schema["enum"])) return readEnum(schema["enum"], place);
  if (schema["const"] !== undefined) return literal(schema["const"], place);
  if (Array.isArray(type)) return oneOfThese(type.map((each) => readType({ ...schema, type: each }, place)));
  return type === undefined ? undefined : readType(schema, place);
}

function readType(schema: SchemaObject, place: Place): z.ZodType {
  switch (schema["type"]) {
    case "string":
      return readText(schema, place);
    case "number":
    case "integer":
      return readNumber(schema);
    case "boolean":
      return z.boolean();
    case "null":
      return z.null();
    case "object":
      return readObject(schema, place, read);
    case "array":
      return readList(schema, place, read);
    default:
      throw unreadable(place, `\`type: ${String(schema["type"])}\` is none of JSON Schema`);
  }
}

function readReference($ref: string, place: Place): z.ZodType {
  const name = /^#\/\$defs\/([^/]+)$/.exec($ref)?.[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
  if (name === undefined || !Object.hasOwn(place.defs, name)) throw unreadable(place, `\`$ref: ${$ref}\` leads nowhere`);
  if (place.open.includes(name)) throw unreadable(place, `\`$ref: ${$ref}\` leads back to itself, which is not read here`);
  return read(place.defs[name], { ...place, path: `$defs.${name}`, open: [...place.open, name] });
}

function readEnum(values: readonly unknown[], place: Place): z.ZodType {
  const texts = values.filter((value) => typeof value === "string");
  if (values.length > 1 && texts.length === values.length) return z.enum(texts);
  return oneOfThese(values.map((value) => literal(value, place)));
}

function oneOfThese(schemas: readonly z.ZodType[]): z.ZodType {
  return schemas.length > 1 ? z.union(schemas) : (schemas[0] ?? z.never());
}

function literal(value: unknown, place: Place): z.ZodType {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return z.literal(value);
  throw unreadable(place, "a value that has to be an object or a list is not read here");
}
