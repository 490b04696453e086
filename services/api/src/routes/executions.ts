/** Executions: start, list, read. */
import { isTerminal, toStatusView, type ExecutionState } from "@dr/domain";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import { explainingWhoBlocks } from "../executions/admission.ts";
import { presentCallback } from "../executions/callback.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { listExecutions } from "../executions/list-executions.ts";
import { createQueueReader, type QueueView } from "../executions/queue-position.ts";
import { toListItem } from "../executions/present-execution.ts";
import { statusWithProgress, viewWithProgress } from "../executions/progress.ts";
import { startExecution } from "../executions/start-execution.ts";
import { currentOrUnchanged } from "../executions/unchanged.ts";
import { preferenceApplied, statusTag, waitFor } from "../http/conditional.ts";
import type { Handlers, RequestInput } from "../http/route.ts";

/** What stands in a queue moves on without a word of its own: its place belongs to the tag. */
function tagOf({ status }: ExecutionState, { version }: { readonly version: number }, { queue }: QueueView): string {
  return statusTag(version, status === "queued" ? `${queue?.position ?? 0}.${queue?.of ?? 0}` : "");
}

/** Seconds between two looks at a status; more often tells nothing new. */
const RETRY_AFTER = "2";

/** `/executions`, `/{executionId}` and `/{executionId}/status`. */
export function executionHandlers(deps: ApiDeps): Handlers<"startExecution" | "listExecutions" | "getExecution" | "getExecutionStatus"> {
  const queueOf = createQueueReader(deps);
  /** With `Prefer: wait`: the execution when it ended or waits for people. Without: undefined at once. */
  const restingState = (executionId: string, asked: Pick<RequestInput, "headers" | "remainingMs">): Promise<ExecutionState | undefined> =>
    asked.headers["prefer"] === undefined
      ? Promise.resolve(undefined)
      : waitFor({ ...asked, sleep: deps.sleep }, async () => {
          const { state } = await loadExecution(deps, executionId);
          return isTerminal(state) || state.status === "paused" ? state : undefined;
        });
  return {
    startExecution: async ({ body, assertMay, ...asked }) => {
      if (body.executionType === "recovery") assertMay("execution.start_recovery");
      const viewer = { now: deps.clock.nowIso(), caller: asked.actor };
      const state = await explainingWhoBlocks(deps, viewer, () => startExecution(deps, body, asked));
      const { executionId, planId, planVersion } = state;
      const location = `${API_BASE}/executions/${executionId}`;
      const headers = { location, "retry-after": RETRY_AFTER, ...preferenceApplied(asked.headers) };
      const { status } = toStatusView((await restingState(executionId, asked)) ?? state);
      return {
        status: 202,
        headers,
        body: {
          executionId,
          planId,
          planVersion,
          status,
          statusUrl: `${location}/status`,
          ...(await presentCallback(deps, executionId, body.callback)),
        },
      };
    },
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
