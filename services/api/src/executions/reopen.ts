/** Running an execution again, or taking it back, after its end: with the locks that it gave back when it ended. */
import { claimsOfExecution, createAdmission, describeWait, makeRoom, mayPreempt, nextClaims, type Admission } from "@dr/admission";
import { isTerminal, type ExecutionState } from "@dr/domain";
import { DrError } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import type { Asked } from "../send-command.ts";
import { explainingWhoBlocks, refuseBlocked } from "./admission.ts";
import { commandExecution } from "./command-execution.ts";
import { loadExecution } from "./find-execution.ts";
import { findSuccessor } from "./find-successor.ts";

/** What is asked: what to do, why, and whether even after another execution of the plan. */
export interface ReopenRequest {
  readonly type: "RedriveExecution" | "RollbackExecution";
  readonly reason: string;
  readonly force?: boolean | undefined;
}

/**
 * Redrives an execution from its first unfinished wave, or takes back what stands; a paused one holds its locks and keeps them. A recovery that only
 * drills stand in the way of is queued: they are cancelled for it, and their end takes it up again. Throws
 * `execution.superseded` if its plan was executed again since, unless forced: what this one takes back or finds done may be what the later one relies on. Throws `execution.plan_already_active` or `execution.resource_conflict`
 * if another execution runs by now, and what the decider refuses with.
 */
export async function reopen(
  deps: ApiDeps,
  executionId: string,
  { type, reason, force = false }: ReopenRequest,
  asked: Asked & { readonly actor: Actor },
): Promise<HttpResponse> {
  const { state } = await loadExecution(deps, executionId);
  const claims = claimsOfExecution(state);
  const admission = createAdmission(deps);
  const viewer = { now: deps.clock.nowIso(), caller: asked.actor };
  const waitsFor = await explainingWhoBlocks(deps, viewer, () => reserveOrWait(admission, state));
  try {
    if (!force && (state.status === "failed" || state.status === "cancelled")) await assertNewest(deps, executionId, state.planId);
    const command = { type, reason, actor: asked.actor, now: deps.clock.nowIso(), waitsFor } as const;
    return await commandExecution(deps, executionId, command, asked);
  } catch (error) {
    const after = await loadExecution(deps, executionId);
    if (isTerminal(after.state)) await admission.release(executionId, [...claims, ...nextClaims(claims)]);
    throw error;
  }
}

/** Takes the execution's locks. Where only drills have them, a recovery that has ended becomes the next to have them. Throws for anybody else. */
async function reserveOrWait(admission: Admission, state: ExecutionState): Promise<{ readonly reason: string } | undefined> {
  const { executionId, request } = state;
  const claims = claimsOfExecution(state);
  const blockers = await admission.reserve(executionId, claims);
  if (blockers.length === 0) return undefined;
  if (!isTerminal(state) || !mayPreempt(request) || makeRoom(blockers) === null) refuseBlocked(blockers);
  refuseBlocked(await admission.reserve(executionId, nextClaims(claims)));
  return { reason: describeWait(blockers) };
}

async function assertNewest({ history }: ApiDeps, executionId: string, planId: string): Promise<void> {
  const successor = await findSuccessor(history, { executionId, planId });
  if (successor === null) return;
  throw new DrError("execution.superseded", `plan ${planId} was executed again since, by ${successor}; look at that one, or force`, {
    details: { executionId, planId, successor },
  });
}
