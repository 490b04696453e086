/** Numbers and their bounds. */
import * as z from "zod";
import type { SchemaObject } from "./place.ts";

/** A number, or a whole one. */
export function readNumber({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: SchemaObject): z.ZodType {
  let number = type === "integer" ? z.number().int() : z.number();
  if (typeof minimum === "number") number = number.min(minimum);
  if (typeof maximum === "number") number = number.max(maximum);
  if (typeof exclusiveMinimum === "number") number = number.gt(exclusiveMinimum);
  if (typeof exclusiveMaximum === "number") number = number.lt(exclusiveMaximum);
  return typeof multipleOf === "number" ? number.multipleOf(multipleOf) : number;
}
