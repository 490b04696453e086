/** Executions begin. */
import { isTerminal, toStatusView, type ExecutionState } from "@dr/domain";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import { explainingWhoBlocks } from "../executions/admission.ts";
import { presentCallback } from "../executions/callback.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { startExecution } from "../executions/start-execution.ts";
import { preferenceApplied, waitFor } from "../http/conditional.ts";
import type { Handlers, RequestInput } from "../http/route.ts";

/** Seconds between two looks at a status; more often tells nothing new. */
const RETRY_AFTER = "2";

/** `POST /executions`. */
export function executionStartHandlers(deps: ApiDeps): Handlers<"startExecution"> {
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
  };
}
