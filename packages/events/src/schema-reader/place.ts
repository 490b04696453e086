/** Where in a schema one reads, and what is said of a place that cannot be read. */
import type * as z from "zod";

/** An object of a JSON Schema. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** A place in a schema: its path, what the whole defines by name, and the names that are being read. */
export interface Place {
  readonly path: string;
  readonly defs: SchemaObject;
  readonly open: readonly string[];
}

/** Reads what stands at a place. */
export type Read = (schema: unknown, place: Place) => z.ZodType;

/** The place below. */
export function below(place: Place, key: string | number): Place {
  return { ...place, path: place.path === "" ? String(key) : `${place.path}.${key}` };
}

/** The error that names the place. */
export function unreadable({ path }: Place, reason: string): Error {
  return new Error(`${path === "" ? "the schema" : path}: ${reason}`);
}

/** True for what has members. */
export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
