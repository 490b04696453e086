// CancelCommand: asks the agents to stop; what has ended stays as it ended.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { writeOperation } from "../../operation.ts";
import { SSM_CANCEL } from "./durations.ts";
import { invocationAt, isOver } from "./invocation-state.ts";
import { commandKind } from "./run-command-records.ts";

/** On all nodes of the command, or on those named. */
export const cancelCommand = writeOperation({
  input: z.object({ CommandId: z.string().length(36), InstanceIds: z.array(z.string()).max(50).default([]) }),
  resources: ({ CommandId, InstanceIds }) => [CommandId, ...InstanceIds],
  run: ({ CommandId, InstanceIds }, { world, region, nowMs, chance }) => {
    const command = world.get(commandKind, region, CommandId);
    if (command === undefined) throw awsError("InvalidCommandId", "The command ID is not valid.");
    const invocations = command.invocations.map((invocation) => {
      const named = InstanceIds.length === 0 || InstanceIds.includes(invocation.instanceId);
      if (!named || isOver(invocationAt(invocation, nowMs))) return invocation;
      return { ...invocation, cancellingMs: nowMs, cancelledMs: nowMs + chance.durationMs(SSM_CANCEL, `cancel|${invocation.instanceId}`) };
    });
    world.put(commandKind, region, CommandId, { ...command, invocations });
    return {};
  },
});
