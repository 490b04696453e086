// What the solution does on a POST: starts its state machine and has DRS launch the servers of a plan, wave by wave a job.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import type { WriteCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { jobKind, sourceServerKind } from "../drs/records.ts";
import { startRecovery } from "../drs/start-recovery.ts";
import { machineKind, startOn } from "../states/records.ts";
import { toUuid } from "../../to-uuid.ts";
import { planOf, solutionRunKind, type DrsSolution, type SolutionPlan, type SolutionRun } from "./records.ts";

const startSchema = z.looseObject({ planId: z.string(), executionType: z.string(), initiatedBy: z.string() });

/** Starts an execution, or does something to one that there is. Throws what the solution refuses with. */
export const changeSolution = (solution: DrsSolution, path: string, body: unknown, call: WriteCall): { status: number; body: object } => {
  if (path === "/executions") return { status: 202, body: start(solution, body, call) };
  const run = call.world.get(solutionRunKind, GLOBAL_REGION, path.split("/")[2] ?? "");
  if (run === undefined) throw awsError("EXECUTION_NOT_FOUND", `no execution at ${path}`, 404);
  if (path.endsWith("/cancel")) call.world.put(solutionRunKind, GLOBAL_REGION, run.executionId, { ...run, cancelled: true });
  return { status: 200, body: { executionId: run.executionId, status: "CANCELLING" } };
};

const start = (solution: DrsSolution, body: unknown, call: WriteCall): object => {
  const asked = startSchema.safeParse(body);
  if (!asked.success) throw awsError("MISSING_PARAMETER", `${String(asked.error.issues[0]?.path[0] ?? "planId")} is required`);
  const { planId, executionType, initiatedBy } = asked.data;
  const plan = planOf(solution, call.world, planId);
  const machine = call.world.get(machineKind, call.region, solution.machineArn);
  if (plan === undefined || machine === undefined) throw awsError("NOT_FOUND", `recovery plan ${planId} not found`, 404);
  const executionId = toUuid(call.chance.hex(32, "drs-execution"));
  const isDrill = executionType.toUpperCase() === "DRILL";
  const { nowMs, region: home } = call;
  const region = plan.region ?? home;
  const waves = launch(plan, { region, isDrill, failing: solution.failing }, call);
  const input = {
    Execution: { Id: executionId },
    Plan: { planId, planName: planId, waves: plan.waves },
    isDrill,
    resumeFromWave: null,
    pauseBeforeExecution: false,
    accountContext: { accountId: call.accountId, isCurrentAccount: true },
  };
  // The machine polls its jobs, and ends when they have.
  const ends = waves.map(({ jobId = "" }) => call.world.get(jobKind, region, jobId)?.endMs ?? nowMs).filter((endMs) => endMs !== NEVER_MS);
  const seconds = Math.max(machine.seconds, ...ends.map((endMs) => Math.ceil((endMs - nowMs) / 1000)));
  const started = { machine: { ...machine, seconds }, region: home, name: executionId, input: JSON.stringify(input), nowMs };
  const { arn } = startOn(call.world, started);
  const run: SolutionRun = { executionId, planId, executionType, initiatedBy, arn, startMs: nowMs, waves, region };
  call.world.put(solutionRunKind, GLOBAL_REGION, executionId, run);
  return { executionId, status: "PENDING", statusUrl: `/executions/${executionId}` };
};

type Launch = { readonly region: string; readonly isDrill: boolean; readonly failing: readonly string[] };

/** One job a wave, all at once. What DRS does not know, or is said to fail, is in no job. */
const launch = ({ waves }: SolutionPlan, { region, isDrill, failing }: Launch, call: WriteCall): SolutionRun["waves"] =>
  waves.map(({ waveName, serverIds }) => {
    const known = serverIds.filter((id) => !failing.includes(id) && call.world.get(sourceServerKind, region, id) !== undefined);
    if (known.length === 0) return { waveName, serverIds };
    const prepared = startRecovery.prepare(
      { sourceServers: known.map((sourceServerID) => ({ sourceServerID })), isDrill },
      "INVALID_PARAMETER",
    );
    const { job } = prepared.run({ ...call, region }) as { readonly job: { readonly jobID: string } };
    return { waveName, serverIds, jobId: job.jobID };
  });
