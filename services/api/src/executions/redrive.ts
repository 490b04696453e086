/** Running a failed or cancelled execution again, with the locks that it gave back when it ended. */
import { claimsOfExecution, createAdmission } from "@dr/admission";
import { isTerminal } from "@dr/domain";
import { DrError } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import type { Asked } from "../send-command.ts";
import { refuseBlocked } from "./admission.ts";
import { commandExecution } from "./command-execution.ts";
import { loadExecution } from "./find-execution.ts";
import { findSuccessor } from "./find-successor.ts";

/** What is asked: why, and whether even after another execution of the plan. */
export interface RedriveRequest {
  readonly reason: string;
  readonly force?: boolean | undefined;
}

/**
 * Redrives an execution from its first unfinished wave. Throws `execution.superseded` if its plan was executed again since, unless forced: what
 * this one takes back or finds done may be what the later one relies on. Throws `execution.plan_already_active` or `execution.resource_conflict`
 * if another execution runs by now, and what the decider refuses with.
 */
export async function redrive(
  deps: ApiDeps,
  executionId: string,
  { reason, force = false }: RedriveRequest,
  asked: Asked & { readonly actor: Actor },
): Promise<HttpResponse> {
  const { state } = await loadExecution(deps, executionId);
  const claims = claimsOfExecution(state);
  const admission = createAdmission(deps);
  refuseBlocked(await admission.reserve(executionId, claims));
  try {
    if (!force && isTerminal(state)) await assertNewest(deps, executionId, state.planId);
    const command = { type: "RedriveExecution", reason, actor: asked.actor, now: deps.clock.nowIso() } as const;
    return await commandExecution(deps, executionId, command, asked);
  } catch (error) {
    const after = await loadExecution(deps, executionId);
    if (isTerminal(after.state)) await admission.release(executionId, claims);
    throw error;
  }
}

async function assertNewest({ history }: ApiDeps, executionId: string, planId: string): Promise<void> {
  const successor = await findSuccessor(history, { executionId, planId });
  if (successor === null) return;
  throw new DrError("execution.superseded", `plan ${planId} was executed again since, by ${successor}; redrive that one, or force`, {
    details: { executionId, planId, successor },
  });
}
