/** Row about what is to be expected of a plan before it runs. */
import { executionTypeSchema, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { planParams } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** `/plans/{planId}/estimate` */
export const planEstimateRows = {
  estimatePlan: defineRoute({
    method: "GET",
    path: "/plans/{planId}/estimate",
    access: "plan.read",
    rate: "heavy",
    params: planParams,
    query: lazyStrictObject(() => ({
      executionType: executionTypeSchema.default("recovery"),
      version: z.coerce.number().int().positive().optional(),
    })),
  }),
};
