/** What happened in an execution: its events, and the export that can be verified without us. */
import type { ApiDeps } from "../deps.ts";
import { exportExecution } from "../evidence/export-execution.ts";
import { readEvents } from "../executions/read-events.ts";
import { executionNotFound, loadExecution } from "../executions/find-execution.ts";
import { unchanged } from "../executions/unchanged.ts";
import { statusTag } from "../http/conditional.ts";
import type { Handlers } from "../http/route.ts";
import { executionStream } from "../streams.ts";

/** `GET …/events`, `…/timeline` and `…/export`. */
export function executionEvidenceHandlers(deps: ApiDeps): Handlers<"listExecutionEvents" | "getExecutionTimeline" | "exportExecution"> {
  return {
    listExecutionEvents: async ({ params: { executionId }, query, headers }) => {
      const known = await unchanged(deps, executionId, { headers });
      if (known) return known;
      const { head } = await loadExecution(deps, executionId);
      const page = await readEvents(deps.log, executionStream(executionId), { ...query, head });
      return { status: 200, headers: { etag: statusTag(head.version) }, body: { executionId, ...page } };
    },
    getExecutionTimeline: async ({ params: { executionId }, headers }) => {
      const known = await unchanged(deps, executionId, { headers });
      if (known) return known;
      const { state, head } = await loadExecution(deps, executionId);
      const { toTimeline } = await import("../report/timeline.ts");
      const commits = await deps.log.read(executionStream(executionId));
      return { status: 200, headers: { etag: statusTag(head.version) }, body: { ...toTimeline(state, commits) } };
    },
    exportExecution: async ({ params: { executionId }, query: { format, zone } }) => {
      const body = await exportExecution(deps, executionStream(executionId));
      if (body === null) throw executionNotFound(executionId);
      if (format !== "json") {
        const { reportExecution } = await import("../report/report-execution.ts");
        return reportExecution(deps, body, { format, zone });
      }
      return { status: 200, headers: { "content-disposition": `attachment; filename="${executionId}.json"` }, body };
    },
  };
}
