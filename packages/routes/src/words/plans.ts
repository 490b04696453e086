/** Words of the rows of plans: save, read, list, delete, waves and versions. */
import { planListSchema, planSchema, planVersionsSchema, planWavesSchema, savedPlanSchema } from "../answers.ts";
import { defineWords } from "./words.ts";

const DOCUMENT_PROBLEMS = [
  "request.body_missing",
  "plan.malformed",
  "plan.too_large",
  "plan.invalid",
  "registry.unavailable",
  "discovery.unavailable",
] as const;

/** What an answer to a save has beside its body. */
export const SAVED_HEADERS = ["location", "etag"] as const;

/** The answer to a save of what is there already. */
export const savedAgain = {
  200: { description: "The new version, or the current one if nothing changed", body: savedPlanSchema, headers: SAVED_HEADERS },
} as const;

const orders = {
  planId: "orders",
  name: "Orders",
  waves: [
    {
      waveNumber: 1,
      name: "Database",
      technologies: [{ type: "database", operation: "failover", resources: { clusters: ["orders"] } }],
    },
  ],
};

/** `/plans…` */
export const planWords = defineWords({
  createPlan: {
    tag: "plans",
    summary: "Save a new plan",
    description: "JSON or YAML by content type, up to 4 MiB. The same content again is the same version.",
    examples: [{ summary: "One wave", value: orders }],
    answers: {
      201: { description: "A new plan", body: savedPlanSchema, headers: SAVED_HEADERS },
      200: { description: "It was there already, with this content", body: savedPlanSchema, headers: SAVED_HEADERS },
    },
    problems: [...DOCUMENT_PROBLEMS, "plan.already_exists", "plan.deleted"],
  },
  listPlans: {
    tag: "plans",
    summary: "List plans",
    answers: { 200: { description: "A page", body: planListSchema, headers: ["etag"] } },
    problems: ["history.invalid_cursor"],
  },
  getPlan: {
    tag: "plans",
    summary: "Read the current version of a plan",
    answers: { 200: { description: "The plan", body: planSchema, headers: ["etag"] } },
    problems: ["plan.not_found"],
  },
  updatePlan: {
    tag: "plans",
    summary: "Save the next version of a plan",
    description:
      "`If-Match` or `?expectedVersion` guards against overwriting somebody else's version; a document that differs needs one of them, `If-Match: *` for whatever is there.",
    examples: [{ summary: "One wave", value: orders }],
    answers: savedAgain,
    problems: [
      ...DOCUMENT_PROBLEMS,
      "plan.not_found",
      "plan.deleted",
      "plan.version_conflict",
      "plan.precondition_required",
      "request.invalid_if_match",
    ],
  },
  deletePlan: {
    tag: "plans",
    summary: "Delete a plan",
    description: "Its versions stay readable; executions that run go on.",
    answers: { 204: { description: "Deleted" } },
    problems: ["plan.not_found", "plan.deleted", "plan.invalid", "plan.version_conflict", "request.invalid_if_match"],
  },
  getPlanWaves: {
    tag: "plans",
    summary: "Read the waves of a plan",
    answers: { 200: { description: "The waves", body: planWavesSchema, headers: ["etag"] } },
    problems: ["plan.not_found"],
  },
  addPlanWaves: {
    tag: "plans",
    summary: "Add waves to a plan",
    description: "One wave, a list of waves, or an object with `waves`; makes a new version.",
    examples: [{ summary: "One wave", value: { ...orders.waves[0], waveNumber: 2 } }],
    answers: { 201: { description: "The new version", body: savedPlanSchema, headers: SAVED_HEADERS } },
    problems: [
      ...DOCUMENT_PROBLEMS,
      "plan.not_found",
      "plan.deleted",
      "plan.version_conflict",
      "log.version_conflict",
      "request.invalid_if_match",
    ],
  },
  listPlanVersions: {
    tag: "plans",
    summary: "List the versions of a plan",
    answers: { 200: { description: "The versions, newest first", body: planVersionsSchema, headers: ["etag"] } },
    problems: ["plan.not_found"],
  },
  getPlanVersion: {
    tag: "plans",
    summary: "Read one version of a plan",
    answers: { 200: { description: "The version", body: planSchema, headers: ["etag"] } },
    problems: ["plan.not_found", "plan_version.not_found"],
  },
});
