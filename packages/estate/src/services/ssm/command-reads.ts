// GetCommandInvocation, ListCommandInvocations and ListCommands.
import type { GetCommandInvocationResult, ListCommandInvocationsResult, ListCommandsResult } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { type ReadCall, readOperation } from "../../operation.ts";
import { commandShape, invocationResult, invocationShape } from "./command-shape.ts";
import { commandAt } from "./invocation-state.ts";
import { commandKind, type CommandRecord } from "./run-command-records.ts";
import { ssmPageOf } from "./ssm-page.ts";

/** Run Command knows nothing of an invocation just after SendCommand. */
const UNSEEN_MS = 1000;

const page = { MaxResults: z.int().min(1).max(50).default(50), NextToken: z.string().optional() };
const commandId = z.string().length(36);

/** GetCommandInvocation of one node. */
export const getCommandInvocation = readOperation({
  input: z.object({ CommandId: commandId, InstanceId: z.string(), PluginName: z.string().optional() }),
  resources: ({ CommandId, InstanceId }) => [CommandId, InstanceId],
  run: ({ CommandId, InstanceId }, { world, region, nowMs }): GetCommandInvocationResult => {
    const command = world.get(commandKind, region, CommandId);
    if (command === undefined) throw awsError("InvalidCommandId", "The command ID is not valid.");
    const invocation = command.invocations.find(({ instanceId }) => instanceId === InstanceId);
    if (invocation === undefined || nowMs < command.requestedMs + UNSEEN_MS) {
      throw awsError("InvocationDoesNotExist", "The command ID and managed node ID you specified didn't match any invocations.");
    }
    return invocationResult(command, invocation, nowMs);
  },
  withStatus: (output, status) => ({ ...output, Status: status, StatusDetails: status }),
});

/** ListCommandInvocations by command or node, newest first. */
export const listCommandInvocations = readOperation({
  input: z.object({ CommandId: commandId.optional(), InstanceId: z.string().optional(), Details: z.boolean().default(false), ...page }),
  resources: ({ CommandId, InstanceId }) => [CommandId, InstanceId].filter((id) => id !== undefined),
  run: ({ CommandId, InstanceId, ...paging }, call): ListCommandInvocationsResult => {
    const rows = commandsOf(call, CommandId).flatMap((command) =>
      command.invocations
        .filter(({ instanceId }) => InstanceId === undefined || instanceId === InstanceId)
        .map((invocation) => invocationShape(command, invocation, call.nowMs)),
    );
    const { items, ...next } = ssmPageOf(rows, paging);
    return { CommandInvocations: [...items], ...next };
  },
  withStatus: (output, status) => ({
    ...output,
    CommandInvocations: output.CommandInvocations?.map((row) => ({ ...row, Status: status, StatusDetails: status })),
  }),
});

const filter = z.object({
  key: z.enum(["InvokedAfter", "InvokedBefore", "Status", "ExecutionStage", "DocumentName"]),
  value: z.string().min(1).max(128),
});

type Filter = z.output<typeof filter>;

/** ListCommands by id, node and filter, newest first. It cannot filter by comment. */
export const listCommands = readOperation({
  input: z.object({
    CommandId: commandId.optional(),
    InstanceId: z.string().optional(),
    Filters: z.array(filter).max(5).default([]),
    ...page,
  }),
  resources: ({ CommandId, InstanceId }) => [CommandId, InstanceId].filter((id) => id !== undefined),
  run: ({ CommandId, InstanceId, Filters, ...paging }, call): ListCommandsResult => {
    const commands = commandsOf(call, CommandId)
      .filter(({ invocations }) => InstanceId === undefined || invocations.some(({ instanceId }) => instanceId === InstanceId))
      .filter((command) => Filters.every((one) => passes(command, one, call.nowMs)));
    const { items, ...next } = ssmPageOf(
      commands.map((command) => commandShape(command, call.nowMs)),
      paging,
    );
    return { Commands: [...items], ...next };
  },
  withStatus: (output, status) => ({ ...output, Commands: output.Commands?.map((row) => ({ ...row, Status: status })) }),
});

const commandsOf = ({ world, region }: ReadCall, id: string | undefined): readonly CommandRecord[] => {
  const commands = world.list(commandKind, region).toSorted((a, b) => b.requestedMs - a.requestedMs);
  if (id === undefined) return commands;
  const found = commands.filter(({ commandId: own }) => own === id);
  if (found.length === 0) throw awsError("InvalidCommandId", "The command ID is not valid.");
  return found;
};

const passes = (command: CommandRecord, { key, value }: Filter, nowMs: number): boolean => {
  const { status } = commandAt(command, nowMs);
  switch (key) {
    case "InvokedAfter":
      return command.requestedMs > Date.parse(value);
    case "InvokedBefore":
      return command.requestedMs < Date.parse(value);
    case "Status":
      return status === value;
    case "DocumentName":
      return command.documentName === value;
    case "ExecutionStage":
      return (value === "Executing") === ["Pending", "InProgress", "Cancelling"].includes(status);
  }
};
