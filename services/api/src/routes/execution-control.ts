/** What operators do to a running execution. */
import { modeSchema } from "@dr/events";
import { z } from "zod";
import type { Actor, Permission } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { commandExecution } from "../executions/command-execution.ts";
import { redrive } from "../executions/redrive.ts";
import { route, type Route } from "../http/route.ts";
import { executionParams, noQuery, reason } from "./parameters.ts";

/** The requirements' own examples pause and resume without a body. */
const optionalReason = z.strictObject({ reason: reason.optional() }).optional();

/** `PUT …/pause|resume|cancel|mode` and `POST …/redrive`. */
export function executionControlRoutes(deps: ApiDeps): readonly Route[] {
  const now = (): string => deps.clock.nowIso();
  const verb = (
    name: "pause" | "resume" | "cancel",
    toCommand: (reason: string, actor: Actor) => Parameters<typeof commandExecution>[2],
  ): Route =>
    route({
      method: "PUT",
      path: `/api/v1/executions/{executionId}/${name}`,
      permission: `execution.${name}` satisfies Permission,
      params: executionParams,
      query: noQuery,
      body: optionalReason,
      handle: ({ params, body, ...asked }) =>
        commandExecution(deps, params.executionId, toCommand(body?.reason ?? `${name} by ${asked.actor.role}`, asked.actor), asked),
    });
  return [
    verb("pause", (why, actor) => ({ type: "PauseExecution", reason: why, actor, now: now() })),
    verb("resume", (why, actor) => ({ type: "ResumeExecution", reason: why, actor, now: now() })),
    verb("cancel", (why, actor) => ({ type: "CancelExecution", reason: why, actor, now: now() })),
    route({
      method: "PUT",
      path: "/api/v1/executions/{executionId}/mode",
      permission: "execution.switch_mode",
      params: executionParams,
      query: noQuery,
      body: z.strictObject({ mode: modeSchema, reason }),
      handle: ({ params, body, ...asked }) =>
        commandExecution(deps, params.executionId, { type: "SwitchMode", ...body, actor: asked.actor, now: now() }, asked),
    }),
    route({
      method: "POST",
      path: "/api/v1/executions/{executionId}/redrive",
      permission: "execution.redrive",
      params: executionParams,
      query: noQuery,
      body: z.strictObject({ reason, force: z.boolean().optional() }),
      handle: ({ params, body, ...asked }) => redrive(deps, params.executionId, body, asked),
    }),
  ];
}
