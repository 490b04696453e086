/** What happened in an execution: its events, and the export that can be verified without us. */
import { executionDecider, toExecutionView } from "@dr/domain";
import { EMPTY_HEAD, foldCommits } from "@dr/event-log";
import type { ApiDeps } from "../deps.ts";
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
      const streamId = executionStream(executionId);
      // One read for commits and view: an export whose parts were read at different moments would not agree with itself.
      const commits = await deps.log.read(streamId);
      const { state, head } = foldCommits(
        { state: executionDecider.initialState, head: EMPTY_HEAD, epoch: 0 },
        commits,
        executionDecider.evolve,
      );
      if (head.version === 0) throw executionNotFound(executionId);
      const signature = await deps.signExport({ streamId, ...head });
      return {
        status: 200,
        headers: { "content-disposition": `attachment; filename="${executionId}.json"` },
        body: {
          format: "dr-orchestration-export",
          formatVersion: 1,
          streamId,
          head,
          commits,
          execution: toExecutionView(state),
          exportedAt: deps.clock.nowIso(),
          estate: deps.about.estate,
          ...(signature === undefined ? {} : { signature }),
        },
      };
    },
  };
}
