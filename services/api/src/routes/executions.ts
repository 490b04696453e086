/** Executions: start, list, read. */
import { toStatusView } from "@dr/domain";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { queueOf } from "../executions/queue-position.ts";
import { toListItem } from "../executions/present-execution.ts";
import { viewWithProgress } from "../executions/progress.ts";
import { startExecution } from "../executions/start-execution.ts";
import type { Handlers } from "../http/route.ts";

/** `/executions`, `/{executionId}` and `/{executionId}/status`. */
export function executionHandlers(deps: ApiDeps): Handlers<"startExecution" | "listExecutions" | "getExecution" | "getExecutionStatus"> {
  return {
    startExecution: async ({ body, assertMay, ...asked }) => {
      if (body.executionType === "recovery") assertMay("execution.start_recovery");
      const state = await startExecution(deps, body, asked);
      const { executionId, planId, planVersion } = state;
      const location = `${API_BASE}/executions/${executionId}`;
      const { status } = toStatusView(state);
      return { status: 202, headers: { location }, body: { executionId, planId, planVersion, status, statusUrl: `${location}/status` } };
    },
    listExecutions: async ({ query }) => {
      const { status, ...page } = query;
      const { items, cursor } = await (status === undefined ? deps.history.listAll(page) : deps.history.listByStatus(status, page));
      return { status: 200, body: { executions: items.map(toListItem), nextCursor: cursor } };
    },
    getExecution: async ({ params, logger, actor }) => {
      const { state, head } = await loadExecution(deps, params.executionId);
      const viewer = { now: deps.clock.nowIso(), caller: actor };
      const view = await viewWithProgress(state, viewer, { readProgress: deps.readProgress, logger });
      return { status: 200, body: { ...view, ...(await queueOf(deps, state)), version: head.version } };
    },
    getExecutionStatus: async ({ params, actor }) => {
      const { state, head } = await loadExecution(deps, params.executionId);
      const view = toStatusView(state, { now: deps.clock.nowIso(), caller: actor });
      return { status: 200, body: { ...view, ...(await queueOf(deps, state)), version: head.version } };
    },
  };
}
