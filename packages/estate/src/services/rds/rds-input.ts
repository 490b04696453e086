// Input members that several RDS operations share.
import * as z from "zod";

/** `MaxRecords` (20 to 100) and `Marker` of every RDS list. */
export const rdsPage = { MaxRecords: z.int().min(20).max(100).optional(), Marker: z.string().optional() };

/** `Filters` as a map of filter name to accepted values. */
export const rdsFilters = z
  .array(z.object({ Name: z.string(), Values: z.array(z.string()) }))
  .transform((filters) => new Map(filters.map(({ Name, Values }) => [Name, new Set(Values)])))
  .optional();
