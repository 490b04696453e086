/** Starting an execution: one per plan at a time, and one per request however often it is repeated. */
import { isTerminal, type ExecutionState } from "@dr/domain";
import { DrError, type ExecutionType, type Mode } from "@dr/events";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { loadCurrent } from "../plans/find-plan.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";

/** What somebody wants to run. `force` allows a second execution of a plan that is running. */
export interface StartRequest {
  readonly planId: string;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  readonly tags: Readonly<Record<string, string>>;
  readonly force: boolean;
  readonly triggerSource: string;
}

/** A holder that never got as far as its first event is given up after this time: the request that took the lock has long timed out. */
const ABANDONED_AFTER_MS = 120_000;

/**
 * Requests an execution of the plan's current version. Its id is made of the request's, so a repeat meets the execution that the first try made.
 * Throws `plan.not_found` or `execution.plan_already_active`, which names the execution that runs.
 */
export async function startExecution(deps: ApiDeps, request: StartRequest, asked: Asked & { readonly actor: Actor }): Promise<ExecutionState> {
  const executionId = `exec-${asked.requestId}`;
  const existing = asked.repeated ? await deps.executions.load(executionId) : undefined;
  if (existing && existing.head.version > 0) return existing.state;
  const plan = await loadCurrent(deps, request.planId);
  await lockPlan(deps, { planId: request.planId, executionId, force: request.force });
  const { header, planHash, version } = plan;
  const { timeoutSeconds, rtoSeconds, rpoSeconds } = header;
  const target = { log: deps.log, handler: deps.executions, streamId: executionStream(executionId), id: executionId };
  const { state } = await sendCommand(
    target,
    {
      type: "RequestExecution",
      now: deps.clock.nowIso(),
      actor: asked.actor,
      request: {
        executionId,
        ...request,
        tags: { ...header.tags, ...request.tags },
        planName: header.name,
        planVersion: version,
        planHash,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
        ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
      },
    },
    asked,
  );
  return state;
}

interface Wanted {
  readonly planId: string;
  readonly executionId: string;
  readonly force: boolean;
}

/** Takes the plan's lock, also from a holder that is over or never began. A forced start takes it only if it is free. */
async function lockPlan(deps: ApiDeps, { planId, executionId, force }: Wanted): Promise<void> {
  const holder = await deps.planLocks.take(planId, executionId);
  if (holder === null || holder.executionId === executionId || force) return;
  const { state, head } = await deps.executions.load(holder.executionId);
  const abandoned = head.version === 0 && deps.clock.nowMs() - Date.parse(holder.takenAt) > ABANDONED_AFTER_MS;
  if ((isTerminal(state) || abandoned) && (await deps.planLocks.replace(planId, holder.executionId, executionId))) return;
  throw new DrError("execution.plan_already_active", `plan ${planId} is being executed already; force starts another one`, {
    details: { planId, executionId: holder.executionId, ...(head.version === 0 ? {} : { status: state.status }) },
  });
}
