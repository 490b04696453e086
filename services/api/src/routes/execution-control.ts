/** What operators do to a running execution. */
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { commandExecution } from "../executions/command-execution.ts";
import { reopen } from "../executions/reopen.ts";
import type { Handlers, RequestInput } from "../http/route.ts";

type Command = Parameters<typeof commandExecution>[2];
/** What the three verbs have in common. */
type VerbInput = RequestInput & { readonly params: { executionId: string }; readonly body: { reason?: string | undefined } | undefined };

/** `PUT …/pause|resume|cancel|mode`, `DELETE …/pause`, `POST …/redrive|rollback`. */
export function executionControlHandlers(
  deps: ApiDeps,
): Handlers<
  "pauseExecution" | "withdrawPause" | "resumeExecution" | "cancelExecution" | "switchMode" | "redriveExecution" | "rollbackExecution"
> {
  const now = (): string => deps.clock.nowIso();
  const verb =
    (name: string, toCommand: (reason: string, actor: Actor) => Command) =>
    ({ params, body, ...asked }: VerbInput) =>
      commandExecution(deps, params.executionId, toCommand(body?.reason ?? `${name} by ${asked.actor.role}`, asked.actor), asked);
  return {
    pauseExecution: verb("pause", (reason, actor) => ({ type: "PauseExecution", reason, actor, now: now() })),
    withdrawPause: ({ params, ...asked }) => {
      const reason = `withdrawn by ${asked.actor.role}`;
      return commandExecution(deps, params.executionId, { type: "WithdrawPause", reason, actor: asked.actor, now: now() }, asked);
    },
    resumeExecution: verb("resume", (reason, actor) => ({ type: "ResumeExecution", reason, actor, now: now() })),
    cancelExecution: verb("cancel", (reason, actor) => ({ type: "CancelExecution", reason, actor, now: now() })),
    switchMode: ({ params, body, ...asked }) =>
      commandExecution(deps, params.executionId, { type: "SwitchMode", ...body, actor: asked.actor, now: now() }, asked),
    redriveExecution: ({ params, body, ...asked }) => reopen(deps, params.executionId, { ...body, type: "RedriveExecution" }, asked),
    rollbackExecution: ({ params, body, ...asked }) => reopen(deps, params.executionId, { ...body, type: "RollbackExecution" }, asked),
  };
}
