/** A recovery plan of the existing DRS solution as one resource of ours: started once, followed, and judged by its servers. */
import {
  block,
  inBatches,
  toPreparation,
  wait,
  warn,
  type BatchEffect,
  type Discovery,
  type Effect,
  type Finding,
  type PollAnswer,
  type Preparation,
} from "@dr/adapter-kit";
import type { RecoveryContext } from "../launch-pre.ts";
import type { SolutionPort } from "./port.ts";
import { judgeExecution } from "./verdict.ts";

/** A plan before its start. */
export interface SolutionPre {
  readonly planId: string;
  readonly isDrill: boolean;
  /** What we look our start up by. */
  readonly key: string;
  /** Servers that the plan is to launch; empty if it resolves tags when it runs. */
  readonly expected: readonly string[];
}

/** The execution that the solution made of it. */
export interface SolutionHandle {
  readonly drsExecutionId: string;
}

/** The plan's own words for an execution that goes on. */
const LIVE = /^(?:PENDING|RUNNING|POLLING|PAUSE_PENDING|PAUSED|CANCELLING|IN_PROGRESS|INITIATED|LAUNCHING|STARTED|RESUMING)$/;

/** The solution as the task wants it. */
export function solutionOf({ clients, config }: RecoveryContext): SolutionPort {
  const { integrationMode, drsApiEndpoint, drsStepFunctionArn } = config;
  return clients.solution({
    mode: integrationMode === "native" ? "api" : integrationMode,
    endpoint: drsApiEndpoint,
    machineArn: drsStepFunctionArn,
  });
}

/** Recovery or drill by the solution. */
export function throughSolution(isDrill: (context: RecoveryContext) => boolean): Effect<RecoveryContext, SolutionPre, SolutionHandle> {
  const effect = inBatches<RecoveryContext, SolutionPre, SolutionHandle>({
    size: 1,
    prepare: async (items) => mapEach(items, ({ context }) => prepare(context, isDrill(context))),
    act: async ([item]) => {
      if (!item) throw new Error("a batch without a resource");
      const { context, pre } = item;
      const { executionId, waveNumber } = context;
      return {
        drsExecutionId: await solutionOf(context).start({
          planId: pre.planId,
          executionType: pre.isDrill ? "DRILL" : "RECOVERY",
          initiatedBy: pre.key,
          enterpriseContext: { ...context.resources.enterpriseContext, parentExecutionId: executionId, waveNumber, technologyType: "drs" },
        }),
      };
    },
    poll: async (items) => mapEach(items, poll),
    discover: async (items) => mapEach(items, ({ context, pre }) => discover(context, pre)),
  });
  return { ...effect, cancel: (context, _target, _pre, { drsExecutionId }) => solutionOf(context).cancel(drsExecutionId) };
}

async function prepare(context: RecoveryContext, isDrill: boolean): Promise<Preparation<SolutionPre>> {
  const { resources, config, mode, executionType, resourceOperationId } = context;
  const planId = resources.recoveryPlanId ?? config.recoveryPlanId ?? "";
  const solution = solutionOf(context);
  const plan = await solution.plan(planId);
  if (!plan) return toPreparation([block("drs.plan_not_found", `the DRS solution has no recovery plan ${planId}`)]);
  const [existing, knowsCapacity] = await Promise.all([solution.existingInstances(planId), solution.knowsCapacity()]);
  const expected = [...new Set(plan.waves.flatMap(({ serverIds }) => serverIds))];
  const mayStart = executionType === "recovery" && mode === "unplanned";
  const findings: Finding[] = [
    ...(plan.waves.length === 0 ? [block("drs.plan_empty", `recovery plan ${planId} has no waves`)] : []),
    ...plan.waves.flatMap(({ name, groups, serverIds }) => [
      ...(groups.length === 0 ? [block("drs.wave_without_group", `wave ${name} of ${planId} has no protection group`)] : []),
      ...(groups.length > 1
        ? [warn("drs.group_ignored", `wave ${name} of ${planId}: the solution launches its first protection group only`)]
        : []),
      ...(serverIds.length > 100
        ? [block("drs.wave_too_large", `wave ${name} of ${planId} has ${serverIds.length} servers, a job takes 100`)]
        : []),
    ]),
    ...(LIVE.test(plan.lastStatus) ? [wait("drs.plan_busy", `recovery plan ${planId} is ${plan.lastStatus}`)] : []),
    ...(plan.hasServerConflict ? [wait("drs.server_busy", `servers of ${planId} are in use by another execution`)] : []),
    ...existingFindings(existing, { isDrill, replaces: config.replaceExisting === true }),
    ...(knowsCapacity
      ? []
      : [(mayStart || isDrill ? warn : block)("drs.capacity_unknown", "the DRS solution does not know how many jobs run")]),
    ...(mayStart
      ? [warn("drs.solution_wants_sources", "the DRS solution refuses servers whose source is dead: where it does, recover natively")]
      : []),
  ];
  return toPreparation(findings, { planId, isDrill, key: `dr-platform:${resourceOperationId}`, expected });
}

function existingFindings(
  existing: readonly string[],
  { isDrill, replaces }: { readonly isDrill: boolean; readonly replaces: boolean },
): Finding[] {
  if (existing.length === 0) return [];
  const text = `servers of the plan have instances already, which a launch replaces: ${existing.join(", ")}`;
  if (replaces && !isDrill) return [warn("drs.recovery_replaced", text)];
  return [
    block("drs.instance_exists", `${text}; they may be live: terminate them, or (in a recovery) say config.replaceExisting: true`, {
      existing,
    }),
  ];
}

async function discover(context: RecoveryContext, { key }: SolutionPre): Promise<Discovery<SolutionHandle>> {
  const found = await solutionOf(context).find(key);
  return found === undefined ? { state: "not_started" } : { state: "found", handle: { drsExecutionId: found } };
}

async function poll({ context, pre, handle }: BatchEffect<RecoveryContext, SolutionPre, SolutionHandle>): Promise<PollAnswer> {
  const solution = solutionOf(context);
  const execution = await solution.execution(handle.drsExecutionId);
  if (!execution) return { state: "in_progress", message: `the DRS solution does not list execution ${handle.drsExecutionId} yet` };
  const { status, pausedBeforeWave } = execution;
  if (status === "PAUSED") {
    const message = `the DRS solution's own plan is paused before wave ${pausedBeforeWave ?? "?"} (its count): resume execution ${handle.drsExecutionId} there`;
    return { state: "in_progress", message };
  }
  if (LIVE.test(status)) return { state: "in_progress", message: `the DRS solution says ${status}` };
  const [instances, trouble] = await Promise.all([solution.instances(handle.drsExecutionId), solution.trouble(handle.drsExecutionId)]);
  const integrationMode = context.config.integrationMode;
  return judgeExecution(pre, { integrationMode, execution, instances, trouble });
}

async function mapEach<Item extends { readonly target: string }, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<ReadonlyMap<string, Answer>> {
  return new Map(await Promise.all(items.map(async (item) => [item.target, await work(item)] as const)));
}
