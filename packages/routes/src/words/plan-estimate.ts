/** Words of the rows of what is to be expected of a plan before it runs. */
import { estimateSchema, executionTypeSchema, lazyLooseObject, rpoSchema } from "@dr/events";
import * as z from "zod";
import { defineWords } from "./words.ts";

const seconds = () => z.number().nonnegative();

const objective = lazyLooseObject(() => ({
  targetSeconds: seconds(),
  verdict: z.enum(["within", "at_risk", "beyond", "unknown"]).meta({
    description: "within: also with the slowest runs; at_risk: not with those; beyond: not even likely; unknown: too little is known",
  }),
}));

const planEstimateSchema = lazyLooseObject(() => ({
  planId: z.string(),
  version: z.number(),
  planHash: z.string(),
  executionType: executionTypeSchema,
  ...estimateSchema.shape,
  objectives: z.looseObject({ rto: objective.nullable(), rpo: objective.nullable() }),
  tasks: z.array(
    z.looseObject({
      taskId: z.string(),
      waveNumber: z.number(),
      seconds: seconds().nullable(),
      slowestSeconds: seconds().nullable(),
      basis: z.enum(["measured", "declared", "unknown"]),
      runs: z.int().nonnegative(),
      lastExecutionId: z.string().nullable(),
      rpo: rpoSchema.nullable(),
    }),
  ),
  executions: z.array(z.string()).meta({ description: "the newest execution that each task was measured in, newest first" }),
})).meta({ id: "PlanEstimate" });

/** `/plans/{planId}/estimate` */
export const planEstimateWords = defineWords({
  estimatePlan: {
    tag: "plans",
    summary: "Estimate the recovery time and data loss of a plan, and what the estimate rests on",
    description:
      "The longest chain of tasks, each as long as the middle of its runs in the plan's last five executions, else as its operation declares for a quick run (then `atLeast` is true). The time that people take to approve is not in it. The same is recorded with every execution when it is planned.",
    answers: { 200: { description: "The estimate", body: planEstimateSchema, headers: ["etag"] } },
    problems: ["plan.not_found", "plan_version.not_found"],
  },
});
