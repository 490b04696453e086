/** What `force` does about executions of the same plan that wait in the queue: the new one takes their place. */
import type { Blocker } from "@dr/admission";
import { isUnbegun, mayReplace, type ExecutionState } from "@dr/domain";
import { hasCode } from "@dr/events";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";

/** The new execution. */
export interface Replacing extends Pick<ExecutionState, "planId" | "executionType"> {
  readonly executionId: string;
}

/**
 * Cancels those of the blockers that are queued executions of the plan and have done nothing yet; never a recovery for a drill. If anybody else is in the
 * way too, nobody is cancelled: it would not help. Resolves to whether room was made.
 */
export async function replaceQueued(
  deps: ApiDeps,
  { executionId, planId, executionType }: Replacing,
  blockers: readonly Blocker[],
  asked: Asked & { readonly actor: Actor },
): Promise<boolean> {
  const holders = [...new Set(blockers.map((blocker) => blocker.executionId))];
  const states = await Promise.all(holders.map(async (id) => (await deps.executions.load(id)).state));
  if (states.length === 0 || !states.every((state) => isUnbegun(state) && mayReplace(state, { planId, executionType }))) return false;
  const command = { type: "CancelExecution", reason: `replaced by ${executionId}, which was forced`, onlyUnbegun: true } as const;
  for (const id of holders) {
    const target = { log: deps.log, handler: deps.executions, streamId: executionStream(id), id };
    try {
      await sendCommand(target, { ...command, actor: asked.actor, now: deps.clock.nowIso() }, asked);
    } catch (error) {
      // It began, or ended, between the two looks: whether it is still in the way is looked at again.
      if (!hasCode(error, "execution.already_begun") && !hasCode(error, "execution.already_ended")) throw error;
    }
  }
  return true;
}
