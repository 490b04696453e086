/** What happened in an execution: its events, and the export that can be verified without us. */
import { executionDecider } from "@dr/domain";
import { foldStream, readHead } from "@dr/event-log";
import type { ApiDeps } from "../deps.ts";
import { exportExecution } from "../evidence/export-execution.ts";
import { readEvents } from "../executions/read-events.ts";
import { executionNotFound } from "../executions/find-execution.ts";
import { unchanged } from "../executions/unchanged.ts";
import { statusTag } from "../http/conditional.ts";
import { reportFormatOf } from "../http/report-format.ts";
import type { Handlers } from "../http/route.ts";
import { executionStream } from "../streams.ts";

/** `GET …/events`, `…/timeline` and `…/export`. */
export function executionEvidenceHandlers(deps: ApiDeps): Handlers<"listExecutionEvents" | "getExecutionTimeline" | "exportExecution"> {
  return {
    listExecutionEvents: async ({ params: { executionId }, query, headers }) => {
      const known = await unchanged(deps, executionId, { headers });
      if (known) return known;
      const head = await readHead(deps.log, executionStream(executionId));
      if (head.version === 0) throw executionNotFound(executionId);
      const page = await readEvents(deps.log, executionStream(executionId), { ...query, head });
      return { status: 200, headers: { etag: statusTag(head.version) }, body: { executionId, ...page } };
    },
    getExecutionTimeline: async ({ params: { executionId }, headers }) => {
      const known = await unchanged(deps, executionId, { headers });
      if (known) return known;
      const { toTimeline } = await import("../report/timeline.ts");
      // All commits have to be read, and they make the state.
      const commits = await deps.log.read(executionStream(executionId));
      const { state, head } = foldStream(executionDecider, commits);
      if (head.version === 0) throw executionNotFound(executionId);
      return { status: 200, headers: { etag: statusTag(head.version) }, body: { ...toTimeline(state, commits) } };
    },
    exportExecution: async ({ params: { executionId }, query: { format: asked, zone }, headers }) => {
      const format = reportFormatOf(asked, headers["accept"]);
      const exported = await exportExecution(deps, executionStream(executionId));
      if (exported === null) throw executionNotFound(executionId);
      const { body, state } = exported;
      if (format !== "json") {
        const { reportExecution } = await import("../report/report-execution.ts");
        return reportExecution(deps, { ...body, state }, { format, zone });
      }
      return { status: 200, headers: { "content-disposition": `attachment; filename="${executionId}.json"` }, body };
    },
  };
}
