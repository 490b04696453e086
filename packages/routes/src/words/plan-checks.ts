/** Words of the rows of plans beyond saving: valid and ready, differences, earlier versions, Parameter Store. */
import { executionTypeSchema, lazyLooseObject, modeSchema } from "@dr/events";
import * as z from "zod";
import { issueSchema, savedPlanSchema } from "../answers.ts";
import { parameter } from "../plan-checks.ts";
import { SAVED_HEADERS, savedAgain } from "./plans.ts";
import { defineWords } from "./words.ts";

const check = lazyLooseObject(() => ({ severity: z.string(), code: z.string(), message: z.string(), resource: z.string().optional() }));

const validationSchema = lazyLooseObject(() => ({
  valid: z.boolean().meta({ description: "it could be saved as it is, with the adapters of today" }),
  ready: z.boolean().nullable().meta({ description: "every adapter says that it would run now; null: of some tasks nobody can say" }),
  executionType: executionTypeSchema,
  mode: modeSchema,
  problems: z.array(issueSchema),
  warnings: z.array(issueSchema),
  tasks: z.array(
    z.looseObject({
      taskId: z.string(),
      waveNumber: z.number(),
      technology: z.string(),
      operation: z.string(),
      ready: z.boolean().nullable(),
      checks: z.array(check),
    }),
  ),
})).meta({ id: "PlanValidation" });

const fieldChange = lazyLooseObject(() => ({
  path: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  added: z.array(z.unknown()).optional(),
  removed: z.array(z.unknown()).optional(),
}));

const change = () => ({ change: z.enum(["added", "removed", "changed"]), fields: z.array(fieldChange) });

const diffSchema = lazyLooseObject(() => ({
  planId: z.string(),
  from: z.number(),
  to: z.number(),
  identical: z.boolean(),
  summary: z.array(z.string()),
  header: z.array(fieldChange),
  waves: z.array(z.looseObject({ waveNumber: z.number(), name: z.string(), ...change() })),
  tasks: z.array(z.looseObject({ taskId: z.string(), waveNumber: z.number(), technology: z.string(), operation: z.string(), ...change() })),
})).meta({ id: "PlanDifference" });

const parametersSchema = lazyLooseObject(() => ({
  planId: z.string(),
  version: z.number(),
  planHash: z.string(),
  parameters: z.array(parameter),
})).meta({ id: "PlanParameters" });

const SAVING = ["plan.malformed", "plan.too_large", "plan.invalid", "plan.deleted", "registry.unavailable"] as const;

/** `/plans/validate`, `/plans/{planId}/validate|export|import`, `…/versions/{version}/diff/{other}|restore` */
export const planCheckWords = defineWords({
  validateDocument: {
    tag: "plans",
    summary: "Check a document as if it were saved, and whether it would run now",
    description: "Nothing is saved and nothing is touched: adapters are asked what they see.",
    answers: { 200: { description: "What was found; an invalid plan is an answer, too", body: validationSchema } },
    problems: ["request.body_missing", "plan.malformed", "plan.too_large", "registry.unavailable", "discovery.unavailable"],
  },
  validatePlan: {
    tag: "plans",
    summary: "Check a saved plan against the adapters of today, and whether it would run now",
    examples: [{ summary: "As an unplanned recovery", value: { executionType: "recovery", mode: "unplanned" } }],
    answers: { 200: { description: "What was found", body: validationSchema } },
    problems: ["plan.not_found", "plan_version.not_found", "registry.unavailable"],
  },
  diffPlanVersions: {
    tag: "plans",
    summary: "Tell two versions apart, by meaning",
    description: "Order of waves, tasks and names means nothing. Gates that went are named first.",
    answers: { 200: { description: "The difference", body: diffSchema, headers: ["etag"] } },
    problems: ["plan.not_found", "plan_version.not_found"],
  },
  restorePlanVersion: {
    tag: "plans",
    summary: "Save an earlier version again, as the newest",
    answers: savedAgain,
    problems: [...SAVING, "plan.not_found", "plan_version.not_found", "plan.version_conflict", "request.invalid_if_match"],
  },
  exportPlan: {
    tag: "plans",
    summary: "Get a plan as parameters of Parameter Store",
    description: "`/dr-orchestration/plans/<planId>/waves|dependencies|pause-points`, and `header` for what these have no place for.",
    answers: { 200: { description: "The parameters", body: parametersSchema, headers: ["etag"] } },
    problems: ["plan.not_found", "plan.too_large"],
  },
  importPlan: {
    tag: "plans",
    summary: "Save a plan from parameters of Parameter Store",
    description: "Without `parameters` those below `/dr-orchestration/plans/<planId>` are read.",
    examples: [
      {
        summary: "Given here",
        value: { parameters: [{ name: "/dr-orchestration/plans/orders/waves", value: "[…]" }] },
      },
    ],
    answers: {
      201: { description: "A new plan", body: savedPlanSchema, headers: SAVED_HEADERS },
      200: { description: "A new version, or the current one if nothing changed", body: savedPlanSchema, headers: SAVED_HEADERS },
    },
    problems: [...SAVING, "parameters.not_found", "parameters.not_set_up", "plan.already_exists"],
  },
});
