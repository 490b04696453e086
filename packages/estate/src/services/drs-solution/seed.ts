// The seed of the solution: its function, its state machine, its users, and recovery plans.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { poolKind } from "../cognito-idp/records.ts";
import { functionKind } from "../lambda/records.ts";
import { machineKind } from "../states/records.ts";
import { solutionPlanKind, solutionPlanSchema } from "./records.ts";

const schema = z.strictObject({
  /** Whether somebody has deployed it. */
  present: z.boolean().default(false),
  plans: z.array(solutionPlanSchema.extend({ region: seedRegion })).default([]),
});

/** What a seed document may say of the solution. */
export type SolutionSeed = z.input<typeof schema>;

/** As the solution's own templates name them, so that the adapter's rights fit. */
const FUNCTION = "drs-execution-handler-simulated";
const POOL = { clientId: "simulatedclient", users: [{ name: "dr-platform@simulated.example", password: "Simulated-1" }] };

const apply = ({ present, plans }: z.output<typeof schema>, context: SeedContext): void => {
  const { seeder } = context;
  if (present) deploy(context);
  for (const plan of plans) {
    const place = { service: "drs-solution", kind: "recovery-plan", region: GLOBAL_REGION, id: plan.planId, name: plan.planId };
    seeder.add(solutionPlanKind, place, () => plan);
  }
};

const deploy = ({ seeder, region, accountId }: SeedContext): void => {
  const arn = `arn:aws:states:${region}:${accountId}:stateMachine:drs-orchestration-simulated`;
  const poolId = `${region}_simulated`;
  const at = (kind: string, id: string) => ({ service: "drs-solution", kind, region, id, name: id });
  seeder.add(machineKind, at("state-machine", arn), () => ({ arn, seconds: 30, end: { status: "SUCCEEDED" as const } }));
  seeder.add(poolKind, at("user-pool", poolId), () => ({ id: poolId, ...POOL }));
  seeder.add(functionKind, at("function", FUNCTION), () => ({
    name: FUNCTION,
    timeoutSeconds: 60,
    memoryMb: 256,
    answers: [],
    drsSolution: { machineArn: arn, plans: [], failing: [] },
    used: [],
    invocations: 0,
  }));
};

/** Schema and effect of the solution's part. */
export const solutionSeed = { schema, apply };
