// SendCommand: runs a document on nodes. It has no token: sent twice, the script runs twice.
import type { SendCommandResult } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { askPatroni } from "../../database-cluster.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { announceCommand } from "./command-events.ts";
import { commandShape } from "./command-shape.ts";
import { documentExists, documentName } from "./documents.ts";
import { SSM_DELIVERY, SSM_SCRIPT } from "./durations.ts";
import { chosenNodes, requireNodes } from "./nodes.ts";
import {
  commandKind,
  nodeKind,
  type CommandRecord,
  type InvocationEnd,
  type InvocationRecord,
  type NodeRecord,
} from "./run-command-records.ts";
import { outcomeOf, type ScriptOutcome } from "./script-outcome.ts";
import { toUuid } from "../../to-uuid.ts";

const input = z.object({
  DocumentName: z.string().regex(/^[\w.\-:/]{3,128}$/u, "expected the name or ARN of a document"),
  DocumentVersion: z
    .string()
    .regex(/^(?:\$LATEST|\$DEFAULT|[1-9]\d*)$/u)
    .default("$DEFAULT"),
  InstanceIds: z
    .array(z.string().regex(/^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/u, "expected an instance id (i-… or mi-…)"))
    .max(50)
    .default([]),
  Targets: z
    .array(z.object({ Key: z.string().max(163).optional(), Values: z.array(z.string()).max(50).optional() }))
    .max(5)
    .default([]),
  Parameters: z.record(z.string(), z.array(z.string())).default({}),
  /** Delivery only; how long the script may run is the document's executionTimeout. */
  TimeoutSeconds: z.int().min(30).max(2_592_000).default(3600),
  Comment: z.string().max(100).default(""),
});

type Input = z.output<typeof input>;

/** The command runs on every node it was sent to, each with its own outcome. */
export const sendCommand = writeOperation({
  input,
  resources: ({ InstanceIds, Targets }, world, region) =>
    InstanceIds.length > 0 ? InstanceIds : chosenNodes(world, region, Targets).map(({ instanceId }) => instanceId),
  run: (request, call): SendCommandResult => {
    const { world, region, nowMs, chance } = call;
    if (!documentExists(world, region, "Command", request.DocumentName)) {
      throw awsError("InvalidDocument", `Document with name ${request.DocumentName} does not exist.`);
    }
    const nodes = nodesFor(request, call);
    const command: CommandRecord = {
      commandId: toUuid(chance.hex(32, "command")),
      documentName: documentName(request.DocumentName),
      documentVersion: request.DocumentVersion,
      comment: request.Comment,
      parameters: request.Parameters,
      instanceIds: request.InstanceIds,
      targets: request.Targets,
      timeoutSeconds: request.TimeoutSeconds,
      requestedMs: nowMs,
      expiresMs: nowMs + (request.TimeoutSeconds + executionTimeout(request)) * 1000,
      invocations: nodes.map((node) => invocationOn(node, request, call)),
    };
    world.put(commandKind, region, command.commandId, command);
    announceCommand(call, command);
    return { Command: commandShape(command, nowMs) };
  },
});

const nodesFor = ({ InstanceIds, Targets }: Input, { world, region, nowMs }: WriteCall): readonly NodeRecord[] => {
  if (InstanceIds.length > 0 === Targets.length > 0) {
    throw awsError("ValidationException", "Specify either InstanceIds or Targets.");
  }
  if (new Set(InstanceIds).size < InstanceIds.length) throw awsError("DuplicateInstanceId", "An instance id is named twice.");
  return InstanceIds.length > 0 ? requireNodes(world, region, InstanceIds, nowMs) : chosenNodes(world, region, Targets, nowMs);
};

const executionTimeout = ({ Parameters }: Input): number => Number(Parameters["executionTimeout"]?.[0] ?? 3600);

const printed = (answer: unknown): ScriptOutcome => ({
  exitCode: 0,
  stdout: typeof answer === "string" ? answer : JSON.stringify(answer),
  stderr: "",
  seconds: 1,
});

const invocationOn = (node: NodeRecord, request: Input, { world, region, nowMs, chance, faulty }: WriteCall): InvocationRecord => {
  const { instanceId } = node;
  if (!node.online) {
    const expiredMs = nowMs + request.TimeoutSeconds * 1000;
    return { instanceId, startMs: expiredMs, endMs: expiredMs, end: "Delivery Timed Out", exitCode: -1, stdout: "", stderr: "" };
  }
  const script = { document: documentName(request.DocumentName), commands: request.Parameters["commands"] ?? [] };
  const told = node.database && askPatroni(node.database, script.commands.join("\n"), nowMs);
  if (told) world.put(nodeKind, region, instanceId, { ...node, database: told.cluster });
  const { exitCode, stdout, stderr, seconds } = told ? printed(told.answer) : outcomeOf(world, region, script, node);
  const startMs = nowMs + chance.durationMs(SSM_DELIVERY, `delivery|${instanceId}`);
  const runsMs = seconds === undefined ? chance.durationMs(SSM_SCRIPT, `script|${instanceId}`) : seconds * 1000;
  const limitMs = executionTimeout(request) * 1000;
  const late = runsMs > limitMs;
  const end: InvocationEnd = late ? "Execution Timed Out" : exitCode === 0 ? "Success" : "Failed";
  const endMs = faulty("never-completes", [instanceId]) ? NEVER_MS : startMs + Math.min(runsMs, limitMs);
  return { instanceId, startMs, endMs, end, exitCode: late ? 137 : exitCode, stdout, stderr };
};
