/** Single operations: run one, and see what became of it. */
import { isTerminal, toApiStatus } from "@dr/domain";
import { DrError } from "@dr/events";
import { API_BASE } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import { presentCallback } from "../executions/callback.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { unchanged } from "../executions/unchanged.ts";
import { preferenceApplied, statusTag, waitFor } from "../http/conditional.ts";
import type { Handlers, RequestInput } from "../http/route.ts";
import { findOperation, findTechnology } from "../technologies/find-technology.ts";
import { executionOf, lookAtOperation } from "../technologies/look-at-operation.ts";
import { executionTypeOf, runOperation } from "../technologies/run-operation.ts";

type Names = "runOperation" | "getOperationStatus" | "getOperationResults" | "getTechnologyStatus" | "getTechnologyExecution";
type ReadInput = RequestInput & { readonly params: { readonly technology: string; readonly operationId: string } };

/** Seconds between two looks at a status. */
const RETRY_AFTER = "2";

/** `POST /technologies/{technology}/{operation}` and what is read of it. */
export function operationHandlers(deps: ApiDeps): Handlers<Names> {
  const status = async ({ params, actor, logger, headers }: ReadInput) => {
    const known = await unchanged(deps, executionOf(params), { headers });
    if (known) return known;
    const seen = await lookAtOperation(deps, params, { actor, logger });
    return { status: 200, headers: { etag: statusTag(seen.version) }, body: seen.body };
  };
  return {
    runOperation: async ({ params, body, assertMay, ...asked }) => {
      const entry = await findTechnology(deps, params.technology);
      const operation = findOperation(entry, nameOf(params, body.executionType));
      if (executionTypeOf(operation.name, body.executionType) === "recovery") assertMay("execution.start_recovery");
      if (operation.name.startsWith("terminate")) assertMay("instance.terminate");
      const { technology } = params;
      const state = await runOperation(deps, { technology, operation, body }, asked);
      const { executionId, planId } = state;
      const rested =
        asked.headers["prefer"] === undefined
          ? undefined
          : await waitFor({ ...asked, sleep: deps.sleep }, async () => {
              const now = (await loadExecution(deps, executionId)).state;
              return isTerminal(now) || now.status === "paused" ? now : undefined;
            });
      const base = `${API_BASE}/technologies/${technology}/operations/${executionId}`;
      const headers = { location: `${base}/status`, "retry-after": RETRY_AFTER, ...preferenceApplied(asked.headers) };
      const links = { statusUrl: `${base}/status`, resultsUrl: `${base}/results`, executionUrl: `${API_BASE}/executions/${executionId}` };
      const word = toApiStatus((rested ?? state).status);
      return {
        status: 202,
        headers,
        body: {
          operationId: executionId,
          executionId,
          planId,
          technology,
          operation: operation.name,
          status: word,
          ...links,
          ...(await presentCallback(deps, executionId, body.callback)),
        },
      };
    },
    getOperationStatus: status,
    getTechnologyStatus: status,
    getTechnologyExecution: ({ params: { technology, executionId }, ...more }) =>
      status({ ...more, params: { technology, operationId: executionId } }),
    getOperationResults: async ({ params, actor, logger, headers }) => {
      const known = await unchanged(deps, executionOf(params), { headers });
      if (known) return known;
      const { body, version, isOver, results } = await lookAtOperation(deps, params, { actor, logger });
      if (!isOver) {
        const details = {
          status: body.status,
          retryAfterSeconds: Number(RETRY_AFTER),
          hint: "ask for its status until it is completed, failed or cancelled",
        };
        throw new DrError("operation.not_finished", `${params.operationId} is ${body.status}`, { retryable: true, details });
      }
      const { tasks, progress: _progress, estimatedCompletion: _estimate, ...about } = body;
      return { status: 200, headers: { etag: statusTag(version) }, body: { ...about, ...results(), results: tasks } };
    },
  };
}

/** `executions` of the existing DRS solution starts a drill or a recovery, by its body. */
function nameOf({ technology, operation }: { readonly technology: string; readonly operation: string }, executionType?: string): string {
  if (technology !== "drs" || operation !== "executions") return operation;
  return executionType === "drill" ? "drill" : "recovery";
}
