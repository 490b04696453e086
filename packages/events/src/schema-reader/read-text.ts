/** Texts: their format, length and pattern. */
import * as z from "zod";
import { unreadable, type Place, type SchemaObject } from "./place.ts";

/** Formats that are checked as such. */
const FORMATS: Readonly<Record<string, () => z.core.$ZodCheck<string>>> = {
  date: () => z.iso.date(),
  "date-time": () => z.iso.datetime({ offset: true }),
  duration: () => z.iso.duration(),
  email: () => z.email(),
  ipv4: () => z.ipv4(),
  ipv6: () => z.ipv6(),
  uri: () => z.url(),
  uuid: () => z.uuid(),
};

/** A text. A format that nobody checks needs a pattern that says the same: zod writes one with each of its own. */
export function readText({ format, minLength, maxLength, pattern }: SchemaObject, place: Place): z.ZodType {
  let text = z.string();
  if (typeof format === "string") {
    const check = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (!check && typeof pattern !== "string") throw unreadable(place, `\`format: ${format}\` is not read here without a pattern`);
    if (check) text = text.check(check());
  }
  if (typeof minLength === "number") text = text.min(minLength);
  if (typeof maxLength === "number") text = text.max(maxLength);
  return typeof pattern === "string" ? text.regex(new RegExp(pattern)) : text;
}
