// Input members of the ec2Query protocol: flattened lists of strings.
import { z } from "zod";

/** A whole number. */
export const ec2Integer = z.string().regex(/^\d+$/u, "expected a whole number").transform(Number);

/** `Name.N=value`, empty if absent. */
export const ec2List = z.array(z.string()).default([]);

/** `Filter.N.Name` with `Filter.N.Value.M`, as a map; empty if absent. */
export const ec2Filters = z
  .array(z.object({ Name: z.string(), Value: z.array(z.string()).default([]) }))
  .default([])
  .transform((filters) => new Map(filters.map(({ Name, Value }) => [Name, Value])));
