// The document that says which resources a simulated estate has from the start: a part per service.
import * as z from "zod";
import { type ParsedSeed, SERVICES } from "../services.ts";

/** A seed document, checked strictly: an unknown member is an error. */
export const seedDocument = z.strictObject(
  Object.fromEntries(SERVICES.map(({ service, seed }) => [service, (seed.schema as z.ZodType<object, object>).prefault({})])),
) as unknown as z.ZodType<ParsedSeed>;
