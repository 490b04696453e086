// The function of an existing DRS solution (its third generation): plans, executions that a state machine carries, and answers as of API Gateway.
import * as z from "zod";
import type { WriteCall } from "../../operation.ts";
import { defineKind } from "../../world/kind.ts";
import { machineExecutionKind, machineKind, startOn } from "../states/records.ts";
import { toUuid } from "../../to-uuid.ts";

/** What a seed says of it. */
export const drsSolutionSchema = z.strictObject({
  machineArn: z.string(),
  plans: z.array(
    z.strictObject({
      planId: z.string(),
      waves: z.array(z.strictObject({ waveName: z.string(), protectionGroupId: z.string(), serverIds: z.array(z.string()) })),
    }),
  ),
  /** Servers that do not come up. */
  failing: z.array(z.string()).default([]),
});
/** What a function of the solution knows. */
export type DrsSolution = z.output<typeof drsSolutionSchema>;

type RunRecord = { readonly executionId: string; readonly planId: string; readonly initiatedBy: string; readonly arn: string };
const runKind = defineKind<RunRecord>("lambda.drs-run");

const eventSchema = z.looseObject({
  httpMethod: z.string(),
  path: z.string(),
  body: z.string().nullish(),
});
const startSchema = z.looseObject({ planId: z.string(), executionType: z.string(), initiatedBy: z.string() });

type Call = Pick<WriteCall, "world" | "region" | "accountId" | "nowMs" | "chance">;
type Answer = readonly [status: number, body: unknown];

/** What the function answers; undefined for an event that is none of API Gateway's. */
export const answerOfSolution = (solution: DrsSolution, event: unknown, call: Call): object | undefined => {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { httpMethod, path, body } = parsed.data;
  const [statusCode, answer] = httpMethod === "POST" ? post(solution, path, body ?? "{}", call) : get(solution, path, call);
  return { statusCode, body: JSON.stringify(answer) };
};

const post = (solution: DrsSolution, path: string, body: string, call: Call): Answer => {
  if (path !== "/executions") return [200, { status: "CANCELLING" }];
  const asked = startSchema.safeParse(JSON.parse(body));
  if (!asked.success)
    return [400, { error: "MISSING_PARAMETER", message: `${String(asked.error.issues[0]?.path[0] ?? "planId")} is required` }];
  const { planId, executionType, initiatedBy } = asked.data;
  const plan = solution.plans.find((one) => one.planId === planId);
  const machine = call.world.get(machineKind, call.region, solution.machineArn);
  if (plan === undefined || machine === undefined) return [404, { error: "NOT_FOUND", message: `plan ${planId}` }];
  const executionId = toUuid(call.chance.hex(32, "drs-execution"));
  const input = {
    Execution: { Id: executionId },
    Plan: { planId, planName: planId, waves: plan.waves },
    isDrill: executionType === "DRILL",
    resumeFromWave: null,
    pauseBeforeExecution: false,
    accountContext: { accountId: call.accountId, isCurrentAccount: true },
  };
  const { region, nowMs } = call;
  const { arn } = startOn(call.world, { machine, region, name: executionId, input: JSON.stringify(input), nowMs });
  call.world.put(runKind, call.region, executionId, { executionId, planId, initiatedBy, arn });
  return [202, { executionId, status: "PENDING", statusUrl: `/executions/${executionId}` }];
};

const get = (solution: DrsSolution, path: string, call: Call): Answer => {
  const [, kind, id = "", rest] = path.split("/");
  const plan = solution.plans.find(({ planId }) => planId === decodeURIComponent(id));
  if (kind === "drs") return [200, { capacity: { failedRegions: [] }, concurrentJobs: { current: 0 } }];
  if (kind === "recovery-plans" && rest === "check-existing-instances") return [200, { existingInstances: [] }];
  if (kind === "recovery-plans") return plan === undefined ? [404, { error: "NOT_FOUND", message: id }] : [200, plan];
  if (id === "")
    return [200, { items: call.world.list(runKind, call.region).map((run) => ({ ...run, status: "RUNNING" })), nextToken: null }];
  const run = call.world.get(runKind, call.region, id);
  if (run === undefined) return [404, { error: "EXECUTION_NOT_FOUND", message: id }];
  if (rest === "recovery-instances") return [200, { instances: instancesOf(solution, run, call) }];
  if (rest === "job-logs") return [200, { jobLogs: [] }];
  return [200, { ...run, status: "RUNNING", waves: [] }];
};

/** Servers are up when the machine has ended, whatever its word: DRS launches without it. */
const instancesOf = ({ plans, failing }: DrsSolution, { planId, arn }: RunRecord, { world, region, nowMs }: Call): readonly object[] => {
  if (nowMs < (world.get(machineExecutionKind, region, arn)?.endMs ?? Infinity)) return [];
  const servers = plans.find((plan) => plan.planId === planId)?.waves.flatMap(({ serverIds }) => serverIds) ?? [];
  return servers
    .filter((id) => !failing.includes(id))
    .map((sourceServerId) => ({ sourceServerId, instanceId: sourceServerId.replace("s-", "i-"), status: "LAUNCHED" }));
};
