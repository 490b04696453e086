/** What tags led to, as it is kept with a planned execution. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import { failureSchema } from "../failure.ts";

const iso = () => z.iso.datetime();

/** What tag filters were resolved from, and how that differs from the last drill. Absent where every resource was named. Lists are cut, counts are not. */
export const discoveredSchema = lazyObject(() => ({
  /** Resources that the plan's tags led to. */
  resources: z.int().nonnegative(),
  /** True if an account or Region is missing in it. */
  partial: z.boolean(),
  targets: z.array(
    z.object({
      account: z.string(),
      region: z.string(),
      state: z.enum(["read", "snapshot", "failed"]),
      asOf: iso().optional(),
      ageSeconds: z.number().nonnegative().optional(),
      failure: failureSchema.optional(),
    }),
  ),
  /** Against what the last completed drill of the plan exercised; `drillId` null if there was none. */
  difference: z.object({
    drillId: z.string().nullable(),
    neverDrilled: z.array(z.string()),
    neverDrilledCount: z.int().nonnegative(),
    gone: z.array(z.string()),
    goneCount: z.int().nonnegative(),
    summary: z.string(),
  }),
}));
/** What tag filters were resolved from, and how that differs from the last drill. */
export type Discovered = z.infer<typeof discoveredSchema>;
