/** Decisions of people: approvals, and what becomes of a single task. */
import type { ApiDeps } from "../deps.ts";
import { commandExecution } from "../executions/command-execution.ts";
import type { Handlers, RequestInput } from "../http/route.ts";

type TaskInput = RequestInput & { readonly params: { executionId: string; taskId: string }; readonly body: { reason: string } };

/** `POST …/approvals` and `POST …/tasks/{taskId}/retry|skip`. */
export function executionDecisionHandlers(deps: ApiDeps): Handlers<"decideApproval" | "retryTask" | "skipTask"> {
  const now = (): string => deps.clock.nowIso();
  const task =
    (type: "RetryTask" | "SkipTask") =>
    ({ params: { executionId, taskId }, body, ...asked }: TaskInput) =>
      commandExecution(deps, executionId, { type, taskId, ...body, actor: asked.actor, now: now() }, asked);
  return {
    decideApproval: ({ params, body, ...asked }) =>
      commandExecution(deps, params.executionId, { type: "DecideApproval", ...body, actor: asked.actor, now: now() }, asked),
    retryTask: task("RetryTask"),
    skipTask: task("SkipTask"),
  };
}
