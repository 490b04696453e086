/** Schemas of path and query parameters that several routes share. */
import { z } from "zod";

/** `{planId}` */
export const planParams = z.object({ planId: z.string().min(1) });

/** `{executionId}` */
export const executionParams = z.object({ executionId: z.string().min(1) });

/** `?limit=&cursor=`: 1 to 100 items, 25 by default. Unknown parameters are refused: a misspelt filter must not pass for an empty one. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).optional(),
});

/** `?expectedVersion=` */
export const expectedVersionQuery = z.strictObject({ expectedVersion: z.coerce.number().int().positive().optional() });

/** No parameters. */
export const noQuery = z.strictObject({});

/** Why something is done, for the audit. */
export const reason = z.string().trim().min(1).max(1000);
