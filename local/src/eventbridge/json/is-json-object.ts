/** Telling JSON objects from the other things that JavaScript calls objects. */
import { isRawNumber } from "./raw-number.ts";

/** A JSON object as JavaScript holds it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object: not null, not an array, not a `RawNumber`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** JSON nested deeper than this is refused, as EventBridge and its pattern library do. */
export const MAX_JSON_DEPTH = 1000;
