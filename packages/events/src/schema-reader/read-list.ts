/** Lists of one kind of item. */
import * as z from "zod";
import { below, type Place, type Read, type SchemaObject } from "./place.ts";

/** A list, of anything where its items are not said. */
export function readList({ items, minItems, maxItems }: SchemaObject, place: Place, read: Read): z.ZodType {
  let list = z.array(items === undefined ? z.unknown() : read(items, below(place, "items")));
  if (typeof minItems === "number") list = list.min(minItems);
  return typeof maxItems === "number" ? list.max(maxItems) : list;
}
