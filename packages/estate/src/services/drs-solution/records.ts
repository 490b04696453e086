// The records of a simulated DRS solution: what its function is given, its recovery plans and their executions.
import * as z from "zod";
import { defineKind, GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

const wave = z.strictObject({ waveName: z.string(), protectionGroupId: z.string(), serverIds: z.array(z.string()) });

/** A recovery plan as a seed says it. */
export const solutionPlanSchema = z.strictObject({ planId: z.string().min(1), waves: z.array(wave) });

/** What a function of the solution knows. */
export const drsSolutionSchema = z.strictObject({
  machineArn: z.string(),
  /** Plans that it has beside those that were added to the solution later. */
  plans: z.array(solutionPlanSchema).default([]),
  /** Servers that do not come up. */
  failing: z.array(z.string()).default([]),
});
/** What a function of the solution knows. */
export type DrsSolution = z.output<typeof drsSolutionSchema>;

/** A recovery plan; its servers are in the Region, or in that of the function where it names none. */
export type SolutionPlan = z.output<typeof solutionPlanSchema> & { readonly region?: string | undefined };

/** An execution: what it was asked as, and the jobs of DRS that it made. */
export type SolutionRun = {
  readonly executionId: string;
  readonly planId: string;
  readonly executionType: string;
  readonly initiatedBy: string;
  /** The state machine's execution. */
  readonly arn: string;
  readonly startMs: number;
  readonly cancelled?: boolean;
  readonly waves: readonly { readonly waveName: string; readonly serverIds: readonly string[]; readonly jobId?: string }[];
  /** Region of its jobs. */
  readonly region: string;
};

/** Plans that were added, by id: the solution is one for all Regions. */
export const solutionPlanKind = defineKind<SolutionPlan>("drs-solution.plan");
/** Executions by id. */
export const solutionRunKind = defineKind<SolutionRun>("drs-solution.run");

/** All plans of a solution. */
export const plansOf = ({ plans }: DrsSolution, world: WorldView): readonly SolutionPlan[] => [
  ...plans,
  ...world.list(solutionPlanKind, GLOBAL_REGION),
];

/** One of them. */
export const planOf = (solution: DrsSolution, world: WorldView, planId: string): SolutionPlan | undefined =>
  plansOf(solution, world).find((plan) => plan.planId === planId);
