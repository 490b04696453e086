/** A command to one execution, answered with the status that follows. */
import { toNextView, toStatusView, type ExecutionCommand, type Viewer } from "@dr/domain";
import { DrError, toFailure } from "@dr/events";
import type { HttpResponse } from "@dr/runtime";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";
import { loadExecution } from "./find-execution.ts";

/** Sends the command. Throws `execution.not_found`, and what the decider refuses with, for instance when the execution is over. */
export async function commandExecution(
  deps: ApiDeps,
  executionId: string,
  command: ExecutionCommand,
  asked: Asked & { readonly actor: Actor },
): Promise<HttpResponse> {
  await loadExecution(deps, executionId);
  const target = { log: deps.log, handler: deps.executions, streamId: executionStream(executionId), id: executionId };
  const viewer = { now: deps.clock.nowIso(), caller: asked.actor };
  try {
    const { state } = await sendCommand(target, command, asked);
    return { status: 200, body: toStatusView(state, viewer) };
  } catch (error) {
    throw await withNextSteps(deps, executionId, error, viewer);
  }
}

/** A refusal says what would be accepted instead; it is looked up on what the execution is by now. */
async function withNextSteps(deps: ApiDeps, executionId: string, error: unknown, viewer: Viewer): Promise<unknown> {
  const { code, message, retryable, details } = toFailure(error);
  if (!/^(execution|task|approval|change)\./.test(code)) return error;
  const { state } = await loadExecution(deps, executionId);
  const { why, waitingFor, since, until, whoMay, nextActions } = toNextView(state, viewer.now, viewer.caller);
  return new DrError(code, message, {
    retryable,
    cause: error,
    details: { ...details, next: { why, waitingFor, since, until, whoMay, nextActions } },
  });
}
