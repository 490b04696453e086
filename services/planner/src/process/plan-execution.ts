/** Plans a requested execution: freezes its waves, takes its leases, and starts or queues it. */
import {
  claimsOf,
  describeBlockers,
  describeWait,
  makeRoom,
  mayPreempt,
  nextClaims,
  type Admission,
  type AdmissionClaim,
} from "@dr/admission";
import { withGate, type ResolveTagFilters } from "@dr/discovery";
import { isTerminal, manifestHash, planVersion, type ExecutionCommand, type ExecutionState, type PlanState } from "@dr/domain";
import type { CommandHandler, HistoryStore, LeaseStore } from "@dr/event-log";
import type { Discovered, Failure, WaveSpec } from "@dr/events";
import type { Clock, Logger } from "@dr/runtime";
import type { AdmitNext } from "./admit-next.ts";
import type { AsLeader } from "./as-leader.ts";
import { PLANNER_ACTOR } from "./command-context.ts";
import { describeDiscovery } from "./describe-discovery.ts";
import { estimateExecution } from "./estimate.ts";

/** What led to the planning, and where it is logged. */
export interface PlanningCause {
  readonly correlationId: string;
  readonly causationId: string;
  readonly logger: Logger;
}

/** Plans one execution; does nothing for one that is planned already. May be called any number of times, also after a crash half-way. */
export type PlanExecution = (executionId: string, cause: PlanningCause) => Promise<void>;

/** What planning needs. */
export interface PlanExecutionDeps {
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly plans: Pick<CommandHandler<PlanState, never>, "load">;
  readonly leases: Pick<LeaseStore, "takeSlot" | "release" | "slotHolders">;
  readonly history: Pick<HistoryStore, "listByStatus" | "listByPlan">;
  readonly admission: Pick<Admission, "reserve">;
  readonly admitNext: AdmitNext;
  /** Turns what tasks select by tags into names. */
  readonly resolveTagFilters: ResolveTagFilters;
  readonly clock: Clock;
  readonly asLeader: AsLeader;
  readonly maxConcurrentExecutions: number;
  /** Seconds of a simulated estate in a real one; 1 where the estate is real. */
  readonly timeScale: number;
}

/** A planner of executions. */
export function createPlanExecution(deps: PlanExecutionDeps): PlanExecution {
  const { executions, leases, clock, asLeader, maxConcurrentExecutions } = deps;
  return async (executionId, { correlationId, causationId, logger }) => {
    const { state, epoch: streamEpoch } = await executions.load(executionId);
    if (state.status !== "planning") return;
    if ((await asLeader(async (epoch) => streamEpoch <= epoch, logger)) !== true) return;
    const send = (command: ExecutionCommand) =>
      asLeader((epoch) => executions.handle(executionId, command, { actor: PLANNER_ACTOR, correlationId, causationId, epoch }), logger);
    const reject = async (failure: Failure): Promise<void> => {
      logger.warn("execution cannot be planned", { stream: `EXEC#${executionId}`, code: failure.code });
      await send({ type: "RejectPlanning", now: clock.nowIso(), failure });
    };

    const found = await resolveWaves(deps, state);
    if ("failure" in found) return reject(found.failure);
    const tasks = found.waves.flatMap((wave) => wave.tasks);
    const claims = claimsOf({ planId: state.planId, force: state.request?.force === true, tasks });
    const reserved = await reserveOrWait(deps, state, claims);
    if ("failure" in reserved) return reject(reserved.failure);
    const { waitsFor } = reserved;
    const estimate = await estimateExecution(deps, state, found.waves, logger);
    const hasSlot = waitsFor === undefined && (await takeSlotInTurn(deps, executionId));
    const result = await send({
      type: "PlanExecution",
      now: clock.nowIso(),
      waves: found.waves,
      manifestHash: manifestHash(found.waves),
      estimate,
      discovery: found.discovery,
      admit: hasSlot,
      maxConcurrentExecutions,
      waitsFor,
    });
    if (result === null) return;
    if (isTerminal(result.state)) await leases.release(executionId);
    // It may hold a slot all the same, when two planned it at once; then it is let in.
    else if (result.state.status === "queued")
      await deps.admitNext({ runId: causationId, logger, isNear: () => false, wholeQueue: hasSlot }, executionId);
  };
}

/** Takes what the execution claims. If only drills stand in the way of a recovery, it becomes the next, and waits for them to end. */
async function reserveOrWait(
  { admission }: PlanExecutionDeps,
  { executionId, request }: ExecutionState,
  claims: readonly AdmissionClaim[],
): Promise<{ readonly failure: Failure } | Pick<Extract<ExecutionCommand, { type: "PlanExecution" }>, "waitsFor">> {
  const blockers = await admission.reserve(executionId, claims);
  if (blockers.length === 0) return {};
  if (!mayPreempt(request) || makeRoom(blockers) === null) return { failure: describeBlockers(blockers) };
  const ahead = await admission.reserve(executionId, nextClaims(claims));
  if (ahead.length > 0) return { failure: describeBlockers(ahead) };
  return { waitsFor: { resources: true, reason: describeWait(blockers) } };
}

/** A slot if one is free and nobody waits for one: who came first goes first. A slot that an earlier, crashed try took is used: others wait for it. */
async function takeSlotInTurn(
  { history, leases, clock, maxConcurrentExecutions }: PlanExecutionDeps,
  executionId: string,
): Promise<boolean> {
  const { items } = await history.listByStatus("queued", { limit: 1, order: "oldest_first" });
  if (items.some((item) => item.ExecutionId !== executionId) && !(await leases.slotHolders()).includes(executionId)) return false;
  return leases.takeSlot(executionId, maxConcurrentExecutions, { takenAt: clock.nowIso() });
}

async function resolveWaves(
  deps: PlanExecutionDeps,
  state: ExecutionState,
): Promise<{ waves: readonly WaveSpec[]; discovery?: Discovered } | { failure: Failure }> {
  const { plans, resolveTagFilters } = deps;
  const plan = await plans.load(state.planId);
  const version = planVersion(plan.state, state.planVersion);
  if (version === undefined) {
    return { failure: failure("planning.plan_version_not_found", `plan ${state.planId} has no version ${state.planVersion}`) };
  }
  const { executionType, request } = state;
  const { allowPartialDiscovery = false, lostRegions = [], requireApproval = false } = request ?? {};
  const resolution = await resolveTagFilters({ waves: version.waves, executionType, allowPartialDiscovery, lostRegions });
  if (!resolution.ok) return { failure: resolution.failure };
  const { waves, found } = resolution;
  return {
    waves: requireApproval ? waves.map(withGate) : waves,
    ...(found === undefined ? {} : { discovery: await describeDiscovery(deps, state.planId, { waves, found }) }),
  };
}

function failure(code: string, message: string, details?: Record<string, unknown>): Failure {
  return { code, message, retryable: false, ...(details === undefined ? {} : { details }) };
}
