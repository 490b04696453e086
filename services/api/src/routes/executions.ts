/** Executions: start, list, read. */
import { tagsSchema, toStatusView } from "@dr/domain";
import { HISTORY_STATUSES } from "@dr/event-log";
import { executionTypeSchema, modeSchema } from "@dr/events";
import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { toListItem } from "../executions/present-execution.ts";
import { viewWithProgress } from "../executions/progress.ts";
import { startExecution } from "../executions/start-execution.ts";
import { route, type Route } from "../http/route.ts";
import { executionParams, noQuery, pageQuery } from "./parameters.ts";

const startBody = z.strictObject({
  planId: z.string().min(1),
  executionType: executionTypeSchema,
  /** Unless it is said that the primary side is dead, checks may demand that it lives. */
  mode: modeSchema.default("planned"),
  tags: tagsSchema.default({}),
  force: z.boolean().default(false),
  triggerSource: z.string().min(1).max(256).default("api"),
});

const listQuery = pageQuery.extend({ status: z.enum(HISTORY_STATUSES).optional() });

/** `/api/v1/executions`, `/{executionId}` and `/{executionId}/status`. */
export function executionRoutes(deps: ApiDeps): readonly Route[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/executions",
      permission: "execution.start_drill",
      query: noQuery,
      body: startBody,
      handle: async ({ body, assertMay, ...asked }) => {
        if (body.executionType === "recovery") assertMay("execution.start_recovery");
        const state = await startExecution(deps, body, asked);
        const { executionId, planId, planVersion } = state;
        const location = `/api/v1/executions/${executionId}`;
        const { status } = toStatusView(state);
        return { status: 202, headers: { location }, body: { executionId, planId, planVersion, status, statusUrl: `${location}/status` } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/executions",
      permission: "execution.read",
      query: listQuery,
      handle: async ({ query }) => {
        const { status, ...page } = query;
        const { items, cursor } = await (status === undefined ? deps.history.listAll(page) : deps.history.listByStatus(status, page));
        return { status: 200, body: { executions: items.map(toListItem), nextCursor: cursor } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/executions/{executionId}",
      permission: "execution.read",
      params: executionParams,
      query: noQuery,
      handle: async ({ params, logger }) => {
        const { state, head } = await loadExecution(deps, params.executionId);
        return { status: 200, body: { ...(await viewWithProgress(state, deps.readProgress, logger)), version: head.version } };
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/executions/{executionId}/status",
      permission: "execution.read",
      params: executionParams,
      query: noQuery,
      handle: async ({ params }) => {
        const { state, head } = await loadExecution(deps, params.executionId);
        return { status: 200, body: { ...toStatusView(state), version: head.version } };
      },
    }),
  ];
}
