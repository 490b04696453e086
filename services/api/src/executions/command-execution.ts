/** A command to one execution, answered with the status that follows. */
import { toStatusView, type ExecutionCommand } from "@dr/domain";
import type { HttpResponse } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";
import { loadExecution } from "./find-execution.ts";

/** Sends the command. Throws `execution.not_found`, and what the decider refuses with, for instance when the execution is over. */
export async function commandExecution(deps: ApiDeps, executionId: string, command: ExecutionCommand, asked: Asked): Promise<HttpResponse> {
  await loadExecution(deps, executionId);
  const target = { log: deps.log, handler: deps.executions, streamId: executionStream(executionId), id: executionId };
  const { state } = await sendCommand(target, command, asked);
  return { status: 200, body: toStatusView(state) };
}
