/** Rows about plans beyond saving: valid and ready, differences, earlier versions, Parameter Store. */
import { executionTypeSchema, lazyLooseObject, lazyObject, lazyStrictObject, modeSchema } from "@dr/events";
import * as z from "zod";
import { noQuery, planParams, planVersionParams, savePlanQuery, updatePlanQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const run = () => ({
  executionType: executionTypeSchema.default("recovery"),
  mode: modeSchema.default("planned").meta({ description: "what a dead primary cannot answer blocks no `unplanned` recovery" }),
});

export const parameter = lazyLooseObject(() => ({ name: z.string().min(1).max(2_048), value: z.string().max(8_192) }));

/** `/plans/validate`, `/plans/{planId}/validate|export|import`, `…/versions/{version}/diff/{other}|restore` */
export const planCheckRows = {
  validateDocument: defineRoute({
    method: "POST",
    path: "/plans/validate",
    access: "plan.read",
    rate: "heavy",
    query: lazyStrictObject(() => run()),
    body: "plan_document",
  }),
  validatePlan: defineRoute({
    method: "POST",
    path: "/plans/{planId}/validate",
    access: "plan.read",
    rate: "heavy",
    params: planParams,
    query: noQuery,
    body: lazyStrictObject(() => ({ ...run(), version: z.int().positive().optional() })).default({
      executionType: "recovery",
      mode: "planned",
    }),
  }),
  diffPlanVersions: defineRoute({
    method: "GET",
    path: "/plans/{planId}/versions/{version}/diff/{other}",
    access: "plan.read",
    rate: "read",
    params: lazyObject(() => ({ ...planVersionParams.shape, other: z.coerce.number().int().positive() })),
    query: noQuery,
  }),
  restorePlanVersion: defineRoute({
    method: "POST",
    path: "/plans/{planId}/versions/{version}/restore",
    access: "plan.modify",
    rate: "write",
    params: planVersionParams,
    query: updatePlanQuery,
  }),
  exportPlan: defineRoute({
    method: "GET",
    path: "/plans/{planId}/export",
    access: "configuration.export",
    rate: "read",
    params: planParams,
    query: noQuery,
  }),
  importPlan: defineRoute({
    method: "POST",
    path: "/plans/{planId}/import",
    access: "configuration.import",
    rate: "write",
    params: planParams,
    query: savePlanQuery,
    body: lazyStrictObject(() => ({ parameters: z.array(parameter).min(1).max(200).optional() })).optional(),
  }),
};
