// Invoke: gives the function's scripted answer; asynchronously it only says that the event was taken.
import type { InvocationResponse } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { writeOperation, type WriteCall } from "../../operation.ts";
import { askRecoveryFunction } from "../../database-cluster.ts";
import type { WorldView } from "../../world/world.ts";
import { answerOfSolution } from "../drs-solution/answer.ts";
import { workOn } from "./work.ts";
import { functionKind, functionName, type FunctionRecord } from "./records.ts";

const SYNC_BYTES = 6 * 1024 * 1024;
const ASYNC_BYTES = 1024 * 1024;

/** The function of this name or ARN. Throws ResourceNotFoundException. */
export const requireFunction = (world: WorldView, region: string, accountId: string, nameOrArn: string): FunctionRecord => {
  const name = functionName(nameOrArn);
  const found = world.get(functionKind, region, name);
  if (found !== undefined) return found;
  const message = `Function not found: arn:aws:lambda:${region}:${accountId}:function:${name}`;
  throw awsError("ResourceNotFoundException", message, 404, { Type: "User", Message: message });
};

/** A dry run answers 204 and does nothing, an event 202; a function that fails answers 200 with a FunctionError. */
export const invoke = writeOperation({
  input: z.object({
    FunctionName: z.string().min(1).max(256),
    InvocationType: z.enum(["RequestResponse", "Event", "DryRun"]).default("RequestResponse"),
    Payload: z.instanceof(Uint8Array).optional(),
    Qualifier: z.string().optional(),
    LogType: z.enum(["None", "Tail"]).optional(),
  }),
  resources: ({ FunctionName }) => [functionName(FunctionName)],
  redact: ({ ...input }) => ({ ...input, ...("Payload" in input && { Payload: summaryOf(input.Payload) }) }),
  run: ({ FunctionName, InvocationType, Payload }, call): InvocationResponse => {
    const { world, region, accountId, nowMs } = call;
    const found = requireFunction(world, region, accountId, FunctionName);
    const event = eventOf(Payload);
    const limit = InvocationType === "Event" ? ASYNC_BYTES : SYNC_BYTES;
    if ((Payload?.length ?? 0) > limit) throw awsError("RequestTooLargeException", `Request must be smaller than ${limit} bytes`, 413);
    if (InvocationType === "DryRun") return { StatusCode: 204 };
    const solved = found.drsSolution && answerOfSolution(found.drsSolution, event, call);
    if (solved !== undefined) return answerOf(solved);
    const told = found.database && askRecoveryFunction(found.database, event, nowMs);
    if (told) {
      world.put(functionKind, region, found.name, { ...found, database: told.cluster, invocations: found.invocations + 1 });
      return answerOf(told.answer);
    }
    const worked = workOn(found, event, nowMs);
    if (worked !== undefined) {
      world.put(functionKind, region, found.name, worked.record);
      return InvocationType === "Event" ? { StatusCode: 202 } : answerOf(worked.answer);
    }
    return scripted(found, event, InvocationType, call);
  },
});

/** The first scripted answer that fits and is not used up. */
const scripted = (
  found: FunctionRecord,
  event: unknown,
  type: string,
  { world, region }: Pick<WriteCall, "world" | "region">,
): InvocationResponse => {
  const at = found.answers.findIndex(({ when, times }, index) => fits(event, when) && (found.used[index] ?? 0) < (times ?? Infinity));
  const used = found.answers.map((_answer, index) => (found.used[index] ?? 0) + (index === at ? 1 : 0));
  world.put(functionKind, region, found.name, { ...found, used, invocations: found.invocations + 1 });
  if (type === "Event") return { StatusCode: 202 };
  const { payload, functionError } = found.answers[at] ?? { payload: { status: "succeeded", message: "simulated" } };
  return { ...answerOf(payload), ...(functionError !== undefined && { FunctionError: functionError }) };
};

const answerOf = (payload: unknown): InvocationResponse => ({
  StatusCode: 200,
  ExecutedVersion: "$LATEST",
  Payload: new TextEncoder().encode(JSON.stringify(payload)),
});

/** Which operation, what of it and where to, for the journal; nothing else of the payload is kept. */
const summaryOf = (payload: unknown): unknown => {
  try {
    const { action, operationId, config } = eventOf(payload as Uint8Array) as {
      action?: unknown;
      operationId?: unknown;
      config?: { readonly target?: unknown; readonly credentialsSecret?: unknown };
    };
    const { target, credentialsSecret } = config ?? {};
    return { action, operationId, ...(target !== undefined && { target }), ...(credentialsSecret !== undefined && { credentialsSecret }) };
  } catch {
    return "(payload)";
  }
};

const eventOf = (payload: Uint8Array | undefined): unknown => {
  if (payload === undefined || payload.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder().decode(payload)) as unknown;
  } catch {
    throw awsError("InvalidRequestContentException", "Could not parse request body into json.");
  }
};

const fits = (event: unknown, when: Readonly<Record<string, unknown>>): boolean => {
  const members = new Map(typeof event === "object" && event !== null ? Object.entries(event) : []);
  return Object.entries(when).every(([name, value]) => JSON.stringify(members.get(name)) === JSON.stringify(value));
};
