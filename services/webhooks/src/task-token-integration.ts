/** The end of an execution, as a task of Step Functions is told: success, or failure with its reason. */
import { TASK_TOKEN, unseal, type Answer, type Integration, type Receiver, type Verdict } from "@dr/delivery";

/** What is said to a waiting task, as the API of Step Functions names it. */
export type TaskCall = "SendTaskSuccess" | "SendTaskFailure" | "SendTaskHeartbeat";

/** Addresses of calls; no URL that anybody could be sent to. */
export const STATES = "states:";
/** Limits of the API of Step Functions, in characters. */
const MAX_CAUSE = 32_000;

/** The integration. The token is read from its seal when the request is made, and stands in the request alone. */
export function taskTokenIntegration({ platformKey }: { readonly platformKey: string }): Integration {
  return {
    kind: TASK_TOKEN,
    toRequests: ({ event, context, receiver }) => {
      const { executionId, planId, executionType } = context;
      const outcome = { executionId, planId, executionType, event: event.type, statusUrl: `/api/v1/executions/${executionId}/status` };
      const said =
        event.type === "ExecutionCompleted"
          ? { output: JSON.stringify({ ...outcome, status: "completed" }) }
          : { error: `DR.${event.type}`, cause: JSON.stringify({ ...outcome, ...reasonOf(event.data) }).slice(0, MAX_CAUSE) };
      const call: TaskCall = event.type === "ExecutionCompleted" ? "SendTaskSuccess" : "SendTaskFailure";
      return [toCall(call, receiver, { id: event.id, platformKey, said })];
    },
    judge: judgeCall,
  };
}

/** A call as a request of the delivery. */
export function toCall(
  call: TaskCall,
  { receiverId, settings }: Receiver,
  { id, platformKey, said = {} }: { readonly id: string; readonly platformKey: string; readonly said?: Readonly<Record<string, string>> },
) {
  const taskToken = unseal(platformKey, receiverId, settings["sealed"] ?? "");
  const headers = settings["region"] === undefined ? {} : { region: settings["region"] };
  return { id, method: "POST", url: `${STATES}${call}`, headers, body: JSON.stringify({ taskToken, ...said }) } as const;
}

function reasonOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const failure = data["failure"] as { readonly code?: string; readonly message?: string } | undefined;
  return { code: failure?.code, message: failure?.message, reason: data["reason"] };
}

/** Names of errors after which no repetition helps: nobody waits with this token. `TaskTimedOut` is also the answer to a task that has already been told. */
const OVER = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken", "InvalidOutput", "ValidationException", "AccessDeniedException"]);

/** True if an answer says that nobody waits with this token any more. */
export function isOver({ body }: Pick<Answer, "body">): boolean {
  return OVER.has(body);
}

function judgeCall(answer: Answer): Verdict {
  if (answer.status === 200) return { kind: "sent" };
  return isOver(answer)
    ? { kind: "dead", reason: `Step Functions: ${answer.body}` }
    : { kind: "retry", reason: `Step Functions: ${answer.body}` };
}
