// Commands and invocations as Run Command writes them.
import type { Command, CommandInvocation, CommandStatus, GetCommandInvocationResult } from "@aws-sdk/client-ssm";
import { commandAt, invocationAt, isOver } from "./invocation-state.ts";
import type { CommandRecord, InvocationRecord } from "./run-command-records.ts";

// The API keeps the first 24,000 characters of standard output and 8,000 of standard error.
const STDOUT_CHARACTERS = 24_000;
const STDERR_CHARACTERS = 8000;

/** The `Command` at a moment. */
export const commandShape = (command: CommandRecord, nowMs: number): Command => {
  const states = command.invocations.map((invocation) => invocationAt(invocation, nowMs));
  const { status, details } = commandAt(command, nowMs);
  return {
    CommandId: command.commandId,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    Comment: command.comment,
    ExpiresAfter: new Date(command.expiresMs),
    Parameters: Object.fromEntries(Object.entries(command.parameters).map(([name, values]) => [name, [...values]])),
    InstanceIds: [...command.instanceIds],
    Targets: command.targets.map(({ Key, Values }) => ({ Key, Values: [...(Values ?? [])] })),
    RequestedDateTime: new Date(command.requestedMs),
    Status: status as CommandStatus,
    StatusDetails: details,
    MaxConcurrency: "50",
    MaxErrors: "0",
    TargetCount: states.length,
    CompletedCount: states.filter((state) => isOver(state)).length,
    ErrorCount: states.filter(({ status: own }) => own === "Failed" || own === "TimedOut").length,
    DeliveryTimedOutCount: states.filter(({ details: own }) => own === "Delivery Timed Out").length,
    TimeoutSeconds: command.timeoutSeconds,
  };
};

/** What GetCommandInvocation answers at a moment. Output shows when the script has ended. */
export const invocationResult = (command: CommandRecord, invocation: InvocationRecord, nowMs: number): GetCommandInvocationResult => {
  const state = invocationAt(invocation, nowMs);
  const ran = isOver(state) && state.status !== "Cancelled" && invocation.startMs < invocation.endMs;
  const started = nowMs >= invocation.startMs;
  return {
    CommandId: command.commandId,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    PluginName: command.documentName.startsWith("AWS-RunPowerShell") ? "aws:runPowerShellScript" : "aws:runShellScript",
    ResponseCode: ran ? invocation.exitCode : -1,
    ExecutionStartDateTime: started ? secondsOf(invocation.startMs) : "",
    ExecutionElapsedTime: ran ? `PT${(invocation.endMs - invocation.startMs) / 1000}S` : "",
    ExecutionEndDateTime: ran ? secondsOf(invocation.endMs) : "",
    Status: state.status,
    StatusDetails: state.details,
    StandardOutputContent: ran ? invocation.stdout.slice(0, STDOUT_CHARACTERS) : "",
    StandardOutputUrl: "",
    StandardErrorContent: ran ? invocation.stderr.slice(0, STDERR_CHARACTERS) : "",
    StandardErrorUrl: "",
  };
};

// The model takes whole seconds.
const secondsOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** One row of ListCommandInvocations. */
export const invocationShape = (command: CommandRecord, invocation: InvocationRecord, nowMs: number): CommandInvocation => {
  const { status, details } = invocationAt(invocation, nowMs);
  return {
    CommandId: command.commandId,
    InstanceId: invocation.instanceId,
    InstanceName: "",
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: command.documentVersion,
    RequestedDateTime: new Date(command.requestedMs),
    Status: status,
    StatusDetails: details,
    StandardOutputUrl: "",
    StandardErrorUrl: "",
    CommandPlugins: [],
  };
};
