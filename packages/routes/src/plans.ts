/** Rows of plans: save, read, list, delete, waves and versions. */
import { expectedVersionQuery, noQuery, pageQuery, planParams, planVersionParams, savePlanQuery, updatePlanQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** `/plans…` */
export const planRows = {
  createPlan: defineRoute({
    method: "POST",
    path: "/plans",
    access: "plan.create",
    rate: "write",
    query: savePlanQuery,
    body: "plan_document",
  }),
  listPlans: defineRoute({ method: "GET", path: "/plans", access: "plan.read", rate: "list", query: pageQuery }),
  getPlan: defineRoute({ method: "GET", path: "/plans/{planId}", access: "plan.read", rate: "read", params: planParams, query: noQuery }),
  updatePlan: defineRoute({
    method: "PUT",
    path: "/plans/{planId}",
    access: "plan.modify",
    rate: "write",
    params: planParams,
    query: updatePlanQuery,
    body: "plan_document",
  }),
  deletePlan: defineRoute({
    method: "DELETE",
    path: "/plans/{planId}",
    access: "plan.delete",
    produces: [],
    rate: "write",
    params: planParams,
    query: expectedVersionQuery,
  }),
  getPlanWaves: defineRoute({
    method: "GET",
    path: "/plans/{planId}/waves",
    access: "plan.read",
    rate: "read",
    params: planParams,
    query: noQuery,
  }),
  addPlanWaves: defineRoute({
    method: "POST",
    path: "/plans/{planId}/waves",
    access: "plan.modify",
    rate: "write",
    params: planParams,
    query: updatePlanQuery,
    body: "plan_document",
  }),
  listPlanVersions: defineRoute({
    method: "GET",
    path: "/plans/{planId}/versions",
    access: "plan.read",
    rate: "read",
    params: planParams,
    query: noQuery,
  }),
  getPlanVersion: defineRoute({
    method: "GET",
    path: "/plans/{planId}/versions/{version}",
    access: "plan.read",
    rate: "read",
    params: planVersionParams,
    query: noQuery,
  }),
};
