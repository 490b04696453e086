/** What happened in an execution: its events, and the export that can be verified without us. */
import { executionDecider, toExecutionView } from "@dr/domain";
import { EMPTY_HEAD, foldCommits } from "@dr/event-log";
import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { readEvents } from "../executions/read-events.ts";
import { executionNotFound, loadExecution } from "../executions/find-execution.ts";
import { route, type Route } from "../http/route.ts";
import { executionStream } from "../streams.ts";
import { executionParams, noQuery } from "./parameters.ts";

const eventsQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** `GET …/events` and `GET …/export`. */
export function executionEvidenceRoutes(deps: ApiDeps): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/executions/{executionId}/events",
      permission: "execution.read",
      params: executionParams,
      query: eventsQuery,
      handle: async ({ params: { executionId }, query }) => {
        const { head } = await loadExecution(deps, executionId);
        return { status: 200, body: { executionId, ...(await readEvents(deps.log, executionStream(executionId), { ...query, head })) } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/executions/{executionId}/export",
      permission: "execution.read",
      params: executionParams,
      query: noQuery,
      handle: async ({ params: { executionId } }) => {
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
    }),
  ];
}
