/** Executions as they are read: listed, and one by one. Most requests are these. */
import { toStatusView, type ExecutionState } from "@dr/domain";
import type { ApiDeps } from "../deps.ts";
import { listExecutions } from "../executions/list-executions.ts";
import { createQueueReader, type QueueView } from "../executions/queue-position.ts";
import { toListItem } from "../executions/present-execution.ts";
import { statusWithProgress, viewWithProgress } from "../executions/progress.ts";
import { currentOrUnchanged } from "../executions/unchanged.ts";
import { preferenceApplied, statusTag } from "../http/conditional.ts";
import type { Handlers } from "../http/route.ts";

/** What stands in a queue moves on without a word of its own: its place belongs to the tag. */
function tagOf({ status }: ExecutionState, { version }: { readonly version: number }, { queue }: QueueView): string {
  return statusTag(version, status === "queued" ? `${queue?.position ?? 0}.${queue?.of ?? 0}` : "");
}

/** `GET /executions`, `/{executionId}` and `/{executionId}/status`. */
export function executionHandlers(deps: ApiDeps): Handlers<"listExecutions" | "getExecution" | "getExecutionStatus"> {
  const queueOf = createQueueReader(deps);
  return {
    listExecutions: async ({ query }) => {
      const { items, cursor } = await listExecutions(deps.history, query);
      return { status: 200, body: { executions: items.map(toListItem), nextCursor: cursor } };
    },
    getExecution: async ({ params: { executionId }, logger, actor, headers }) => {
      const found = await currentOrUnchanged(deps, executionId, { headers });
      if ("answer" in found) return found.answer;
      const { state, head, requests } = found.current;
      const viewer = { now: deps.clock.nowIso(), caller: actor };
      const view = await viewWithProgress(state, viewer, { readProgress: deps.readProgress, logger, requests });
      const queue = await queueOf(state);
      return { status: 200, headers: { etag: tagOf(state, head, queue) }, body: { ...view, ...queue, version: head.version } };
    },
    getExecutionStatus: async ({ params: { executionId }, headers, remainingMs, actor, logger }) => {
      // Most polls end here.
      const found = await currentOrUnchanged(deps, executionId, { headers, remainingMs });
      if ("answer" in found) return found.answer;
      const { state, head, requests } = found.current;
      const shown = toStatusView(state, { now: deps.clock.nowIso(), caller: actor });
      const view = await statusWithProgress(shown, { readProgress: deps.readProgress, logger, requests });
      const queue = await queueOf(state);
      return {
        status: 200,
        headers: { etag: tagOf(state, head, queue), ...preferenceApplied(headers) },
        body: { ...view, ...queue, version: head.version },
      };
    },
  };
}
