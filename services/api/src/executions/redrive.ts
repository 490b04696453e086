/** Running a failed execution again, with the locks that it gave back when it failed. */
import { isTerminal, planLeaseKey, resourceLeaseKeys } from "@dr/domain";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import type { Asked } from "../send-command.ts";
import { reserve } from "./admission.ts";
import { commandExecution } from "./command-execution.ts";
import { loadExecution } from "./find-execution.ts";

/**
 * Redrives an execution from its first unfinished wave. Throws `execution.plan_already_active` or `execution.resource_conflict` if another
 * execution runs by now, and what the decider refuses with.
 */
export async function redrive(
  deps: ApiDeps,
  executionId: string,
  reason: string,
  asked: Asked & { readonly actor: Actor },
): Promise<HttpResponse> {
  const { state } = await loadExecution(deps, executionId);
  const keys = [
    ...(state.request?.force === true ? [] : [planLeaseKey(state.planId)]),
    ...resourceLeaseKeys(state.waves.flatMap((wave) => wave.tasks.map((task) => task.spec))),
  ];
  await reserve(deps, keys, executionId);
  try {
    const command = { type: "RedriveExecution", reason, actor: asked.actor, now: deps.clock.nowIso() } as const;
    return await commandExecution(deps, executionId, command, asked);
  } catch (error) {
    const after = await loadExecution(deps, executionId);
    if (isTerminal(after.state)) await deps.leases.releaseKeys(keys, executionId);
    throw error;
  }
}
