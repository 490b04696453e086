// StartAutomationExecution, GetAutomationExecution, SendAutomationSignal and StopAutomationExecution.
import type { GetAutomationExecutionResult, StartAutomationExecutionResult } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { automationAt, automationKind, type AutomationRecord, runbookKind } from "./automation-records.ts";
import { documentExists, documentName } from "./documents.ts";
import { SSM_AUTOMATION } from "./durations.ts";
import { toUuid } from "../../to-uuid.ts";

const executionId = z.string().length(36);

/** The same ClientToken gives the same run. */
export const startAutomationExecution = writeOperation({
  input: z.object({
    DocumentName: z.string().regex(/^[\w.\-:/]{3,130}$/u, "expected the name or ARN of a document"),
    Parameters: z.record(z.string(), z.array(z.string())).default({}),
    ClientToken: z.uuid().optional(),
  }),
  resources: ({ DocumentName }) => [documentName(DocumentName)],
  run: ({ DocumentName, Parameters, ClientToken }, call): StartAutomationExecutionResult => {
    const { world, region } = call;
    if (!documentExists(world, region, "Automation", DocumentName)) {
      throw awsError("AutomationDefinitionNotFoundException", `Automation Document ${DocumentName} does not exist.`);
    }
    const same = world.list(automationKind, region).find(({ clientToken }) => clientToken !== undefined && clientToken === ClientToken);
    if (same !== undefined) {
      if (JSON.stringify(same.parameters) === JSON.stringify(Parameters)) return { AutomationExecutionId: same.executionId };
      throw awsError("IdempotentParameterMismatch", "The token was used with other parameters.");
    }
    const record = newRun(call, documentName(DocumentName), Parameters, ClientToken);
    world.put(automationKind, region, record.executionId, record);
    return { AutomationExecutionId: record.executionId };
  },
});

const newRun = (
  { world, region, nowMs, chance, faulty }: WriteCall,
  name: string,
  parameters: AutomationRecord["parameters"],
  clientToken: string | undefined,
): AutomationRecord => {
  const {
    seconds,
    document: _document,
    ...runbook
  } = world.get(runbookKind, region, name) ?? {
    document: name,
    end: "Success" as const,
    outputs: {},
    needsApproval: false,
  };
  const workMs = seconds === undefined ? chance.durationMs(SSM_AUTOMATION, "automation") : seconds * 1000;
  return {
    ...runbook,
    executionId: toUuid(chance.hex(32, "automation")),
    documentName: name,
    parameters,
    clientToken,
    startMs: nowMs,
    workMs,
    waits: runbook.needsApproval,
    endMs: runbook.needsApproval || faulty("never-completes") ? NEVER_MS : nowMs + workMs,
  };
};

/** GetAutomationExecution: outputs and the failure's message show when the run has ended. */
export const getAutomationExecution = readOperation({
  input: z.object({ AutomationExecutionId: executionId }),
  resources: ({ AutomationExecutionId }) => [AutomationExecutionId],
  run: ({ AutomationExecutionId }, { world, region, nowMs }): GetAutomationExecutionResult => {
    const run = requireRun(world, region, AutomationExecutionId);
    const status = automationAt(run, nowMs);
    const ended = status === run.end;
    return {
      AutomationExecution: {
        AutomationExecutionId,
        DocumentName: run.documentName,
        DocumentVersion: "1",
        ExecutionStartTime: new Date(run.startMs),
        ...(ended && { ExecutionEndTime: new Date(run.endMs), Outputs: mutable(run.outputs) }),
        ...(ended && run.failureMessage !== undefined && { FailureMessage: run.failureMessage }),
        AutomationExecutionStatus: status as "InProgress",
        StepExecutions: [],
        Parameters: mutable(run.parameters),
      },
    };
  },
  withStatus: ({ AutomationExecution }, status) => ({ AutomationExecution: { ...AutomationExecution, AutomationExecutionStatus: status } }),
});

const mutable = (map: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(map).map(([name, values]) => [name, [...values]]));

const requireRun = (world: WorldView, region: string, id: string): AutomationRecord => {
  const run = world.get(automationKind, region, id);
  if (run === undefined) throw awsError("AutomationExecutionNotFoundException", `Couldn't find automation execution ${id}.`);
  return run;
};

/** Approve or Reject a run that waits. */
export const sendAutomationSignal = writeOperation({
  input: z.object({
    AutomationExecutionId: executionId,
    SignalType: z.enum(["Approve", "Reject", "StartStep", "StopStep", "Resume", "Revoke"]),
  }),
  resources: ({ AutomationExecutionId }) => [AutomationExecutionId],
  run: ({ AutomationExecutionId, SignalType }, { world, region, nowMs }) => {
    const run = requireRun(world, region, AutomationExecutionId);
    const approved = SignalType === "Approve";
    if (automationAt(run, nowMs) !== "Waiting" || (!approved && SignalType !== "Reject")) {
      throw awsError("InvalidAutomationSignalException", `The execution takes no signal ${SignalType} now.`);
    }
    const end = approved ? run.end : "Rejected";
    world.put(automationKind, region, AutomationExecutionId, { ...run, waits: false, end, endMs: approved ? nowMs + run.workMs : nowMs });
    return {};
  },
});

/** Ends a run that has not ended as Cancelled. */
export const stopAutomationExecution = writeOperation({
  input: z.object({ AutomationExecutionId: executionId, Type: z.enum(["Complete", "Cancel"]).default("Cancel") }),
  resources: ({ AutomationExecutionId }) => [AutomationExecutionId],
  run: ({ AutomationExecutionId }, { world, region, nowMs }) => {
    const run = requireRun(world, region, AutomationExecutionId);
    if (automationAt(run, nowMs) === run.end || run.stoppedMs !== undefined) {
      throw awsError("InvalidAutomationStatusUpdateException", "The execution has ended already.");
    }
    world.put(automationKind, region, AutomationExecutionId, { ...run, stoppedMs: nowMs });
    return {};
  },
});
