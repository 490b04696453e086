/** What may not run beside what, as an answer to somebody who asks. */
import { describeBlockers, type Blocker } from "@dr/admission";
import { toNextView, type Viewer } from "@dr/domain";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** Throws `execution.plan_already_active` or `execution.resource_conflict`, naming who has it, if anybody stands in the way. */
export function refuseBlocked(blockers: readonly Blocker[]): void {
  const [first] = blockers;
  if (!first) return;
  const { code, message, details = {} } = describeBlockers(blockers);
  throw new BlockedError(code, message, { details });
}

class BlockedError extends DrError {}

/**
 * Runs `work`. Where it is refused because an execution is in the way, the refusal says in `details.next` why that one stands where it stands, what it
 * waits for, and what can be done about it.
 */
export async function explainingWhoBlocks<T>(
  { executions }: Pick<ApiDeps, "executions">,
  viewer: Viewer,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BlockedError)) throw error;
    const { executionId } = error.details as { readonly executionId?: string };
    const [conflict] = (error.details?.["conflicts"] ?? []) as readonly { readonly executionId: string }[];
    const holder = executionId ?? conflict?.executionId ?? "";
    const { state, head } = await executions.load(holder);
    if (head.version === 0) throw error;
    const { why, waitingFor, since, until, whoMay, nextActions } = toNextView(state, viewer.now, viewer.caller);
    throw new DrError(error.code, error.message, {
      retryable: error.retryable,
      cause: error,
      details: { ...error.details, next: { executionId: holder, why, waitingFor, since, until, whoMay, nextActions } },
    });
  }
}
