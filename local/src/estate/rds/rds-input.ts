// Input members that several RDS operations share; the query protocol carries only strings.
import { z } from "zod";

/** A query-protocol boolean. */
export const queryBoolean = z.enum(["true", "false"]).transform((text) => text === "true");

/** A query-protocol whole number. */
export const queryInteger = z
  .string()
  .regex(/^-?\d+$/u, "expected a whole number")
  .transform(Number);

/** `MaxRecords` (20 to 100) and `Marker` of every RDS list. */
export const rdsPage = {
  MaxRecords: queryInteger.pipe(z.number().min(20).max(100)).optional(),
  Marker: z.string().optional(),
};

const filterList = z
  .object({ Filter: z.array(z.object({ Name: z.string(), Values: z.object({ Value: z.array(z.string()) }) })) })
  .transform(({ Filter }) => new Map(Filter.map(({ Name, Values }) => [Name, new Set(Values.Value)])));

/** `Filters.Filter.N.Name|Values.Value.N` as a map of filter name to accepted values; SDK clients send an empty list as "". */
export const rdsFilters = z.union([filterList, z.literal("").transform(() => undefined)]).optional();
