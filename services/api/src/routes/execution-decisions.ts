/** Decisions of people: approvals, and what becomes of a single task. */
import { modeSchema } from "@dr/events";
import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { commandExecution } from "../executions/command-execution.ts";
import { route, type Route } from "../http/route.ts";
import { executionParams, noQuery, reason } from "./parameters.ts";

/** All that an approval binds to is said by the approver: who approved an older plan did not approve this one. */
const approvalBody = z.strictObject({
  pauseId: z.string().min(1),
  decision: z.enum(["approve", "decline"]),
  planHash: z.string().min(1),
  manifestHash: z.string().min(1),
  mode: modeSchema,
  comment: reason.optional(),
});

const taskParams = executionParams.extend({ taskId: z.string().min(1) });
const taskBody = z.strictObject({ reason });

/** `POST …/approvals` and `POST …/tasks/{taskId}/retry|skip`. */
export function executionDecisionRoutes(deps: ApiDeps): readonly Route[] {
  const task = (verb: "retry" | "skip", type: "RetryTask" | "SkipTask"): Route =>
    route({
      method: "POST",
      path: `/api/v1/executions/{executionId}/tasks/{taskId}/${verb}`,
      permission: `task.${verb}`,
      params: taskParams,
      query: noQuery,
      body: taskBody,
      handle: ({ params: { executionId, taskId }, body, ...asked }) =>
        commandExecution(deps, executionId, { type, taskId, ...body, actor: asked.actor, now: deps.clock.nowIso() }, asked),
    });
  return [
    route({
      method: "POST",
      path: "/api/v1/executions/{executionId}/approvals",
      permission: "execution.approve",
      params: executionParams,
      query: noQuery,
      body: approvalBody,
      handle: ({ params, body, ...asked }) =>
        commandExecution(
          deps,
          params.executionId,
          { type: "DecideApproval", ...body, actor: asked.actor, now: deps.clock.nowIso() },
          asked,
        ),
    }),
    task("retry", "RetryTask"),
    task("skip", "SkipTask"),
  ];
}
