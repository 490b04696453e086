/** Decisions of people: approvals, what they did, and what becomes of a single task; and what change tickets say. */
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { toEvidence } from "../executions/answer-evidence.ts";
import { commandExecution } from "../executions/command-execution.ts";
import type { Handlers, RequestInput } from "../http/route.ts";
import { CHANGE_SYSTEM } from "../identity/with-trigger.ts";

type TaskInput = RequestInput & { readonly params: { executionId: string; taskId: string }; readonly body: { reason: string } };

/** `POST …/approvals`, `POST …/changes` and `POST …/tasks/{taskId}/retry|skip|complete`. */
export function executionDecisionHandlers(
  deps: ApiDeps,
): Handlers<"decideApproval" | "recordChange" | "retryTask" | "skipTask" | "completeTask"> {
  const now = (): string => deps.clock.nowIso();
  const task =
    (type: "RetryTask" | "SkipTask") =>
    ({ params: { executionId, taskId }, body, ...asked }: TaskInput) =>
      commandExecution(deps, executionId, { type, taskId, ...body, actor: asked.actor, now: now() }, asked);
  return {
    decideApproval: ({ params, body, ...asked }) =>
      commandExecution(deps, params.executionId, { type: "DecideApproval", ...body, actor: asked.actor, now: now() }, asked),
    recordChange: ({ params, body: change, ...asked }) => {
      const { actor } = asked;
      if (actor.person !== CHANGE_SYSTEM) {
        const hint = "approve by POST …/approvals; with breakGlass where no change can be waited for";
        throw new DrError("change.not_a_system", "only the service of change tickets tells what they say", { details: { hint } });
      }
      return commandExecution(deps, params.executionId, { type: "RecordChange", change, actor, now: now() }, asked);
    },
    retryTask: task("RetryTask"),
    skipTask: task("SkipTask"),
    completeTask: ({ params: { executionId, taskId }, body: { evidence, ...body }, ...asked }) => {
      const { actor } = asked;
      const command = {
        type: "AnswerTask",
        taskId,
        ...body,
        evidence: evidence.map(toEvidence),
        roles: actor.roles,
        actor,
        now: now(),
      } as const;
      return commandExecution(deps, executionId, command, asked);
    },
  };
}
