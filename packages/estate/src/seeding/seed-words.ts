// Words that the seed schemas of several services share.
import * as z from "zod";

/** A name of a resource. */
export const seedIdentifier = z.string().min(1).max(255);

/** The Region of a resource; that of the seeding if absent. */
export const seedRegion = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/u, "expected a Region such as us-east-1")
  .optional();
