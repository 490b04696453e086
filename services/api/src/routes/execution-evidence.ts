/** What happened in an execution: its events, and the export that can be verified without us. */
import type { ApiDeps } from "../deps.ts";
import { exportExecution } from "../evidence/export-execution.ts";
import { readEvents } from "../executions/read-events.ts";
import { executionNotFound, loadExecution } from "../executions/find-execution.ts";
import type { Handlers } from "../http/route.ts";
import { executionStream } from "../streams.ts";

/** `GET …/events` and `GET …/export`. */
export function executionEvidenceHandlers(deps: ApiDeps): Handlers<"listExecutionEvents" | "exportExecution"> {
  return {
    listExecutionEvents: async ({ params: { executionId }, query }) => {
      const { head } = await loadExecution(deps, executionId);
      return { status: 200, body: { executionId, ...(await readEvents(deps.log, executionStream(executionId), { ...query, head })) } };
    },
    exportExecution: async ({ params: { executionId } }) => {
      const body = await exportExecution(deps, executionStream(executionId));
      if (body === null) throw executionNotFound(executionId);
      return { status: 200, headers: { "content-disposition": `attachment; filename="${executionId}.json"` }, body };
    },
  };
}
