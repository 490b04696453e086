/** What must be in the log once the API has said yes. */
import type { ApiRequest } from "../components/api.ts";

/** One of these events, in this stream: by this request, or by an earlier one that it had nothing to add to. */
export interface Expected {
  readonly streamId: string;
  readonly types: readonly string[];
}

const ON_EXECUTION: Readonly<Record<string, readonly string[]>> = {
  "PUT /pause": ["ExecutionPauseRequested", "ExecutionPaused"],
  "DELETE /pause": ["ExecutionPauseWithdrawn", "ExecutionPauseRequested"],
  "PUT /resume": ["ExecutionResumed"],
  "PUT /mode": ["ExecutionModeSwitched", "ExecutionRequested"],
  "PUT /cancel": ["ExecutionCancelRequested", "ExecutionCancelled"],
  "POST /approvals": ["ApprovalRecorded"],
  "POST /redrive": ["ExecutionRedriven", "ExecutionQueued"],
  "POST /rollback": ["RollbackStarted", "ExecutionQueued"],
  "POST /tasks/{taskId}/retry": ["TechnologyRetryScheduled", "TechnologyRetryRequested", "TechnologyRequested"],
  "POST /tasks/{taskId}/skip": ["TechnologySkipped"],
};
const PREFIX = "/api/v1/executions/{executionId}";

/** Undefined for what changes nothing. */
export function expectedOf({ route, params }: ApiRequest, body: unknown): Expected | undefined {
  if (route === "POST /api/v1/executions") {
    const { executionId } = body as { readonly executionId: string };
    return { streamId: `EXEC#${executionId}`, types: ["ExecutionRequested"] };
  }
  const types = ON_EXECUTION[route.replace(PREFIX, "")];
  return types && { streamId: `EXEC#${params?.["executionId"] ?? ""}`, types };
}
