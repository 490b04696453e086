/** The contract between us and a recovery function: what it gets, and what its answer means. A function does each `operationId` once, however often it is asked. */
import { lazyObject } from "@dr/events";
import type { Failure } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { FunctionAnswer } from "../clients/lambda-client.ts";

/** What a function is asked: `run` and `undo` do something, `status` only tells of an earlier `run` or `undo`. */
export interface FunctionEvent {
  readonly schemaVersion: 1;
  readonly operationId: string;
  readonly executionId: string;
  readonly action: "run" | "undo" | "status";
  readonly executionType: string;
  readonly mode: string;
  readonly attempt: number;
  readonly deadline: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const answerSchema = lazyObject(() => ({
  status: z.enum(["succeeded", "failed", "in_progress", "unknown"]),
  message: z.string().max(500).optional(),
  retryable: z.boolean().optional(),
  metrics: z.record(z.string(), z.number()).optional(),
}));
/** A function's answer, or a completion marker: `unknown` means that it never heard of the operation. */
export type ContractAnswer = z.infer<typeof answerSchema>;

/** An answer as it was understood. */
export type Understood = { readonly answer: ContractAnswer } | { readonly failure: Failure };

/** Reads an answer. `FunctionError` is a failure whatever the status code; a body that is not of the contract is one, too. */
export function understand(name: string, { statusCode, error, body }: FunctionAnswer): Understood {
  if (error !== undefined) {
    // The function's own message may hold anything: only the kind of the error is told.
    const type = typeof body === "object" && body !== null && "errorType" in body ? String(body.errorType) : "no type";
    return { failure: failure("application.function_error", `${name} failed: ${error} (${type})`) };
  }
  if (statusCode !== 200) return { failure: failure("application.function_refused", `${name} answered with status ${statusCode}`) };
  const read = answerSchema.safeParse(body);
  if (read.success) return { answer: read.data };
  const expected = "{status: succeeded | failed | in_progress | unknown, message?, retryable?, metrics?}";
  return { failure: failure("application.function_answer", `${name} did not answer by the contract, expected ${expected}`) };
}

/** Reads a completion marker of one operation; that of another is none. */
export function understandMarker(text: string, operationId: string): ContractAnswer | undefined {
  const read = answerSchema.extend({ operationId: z.string() }).safeParse(parseJson(text));
  return read.success && read.data.operationId === operationId ? read.data : undefined;
}

function failure(code: string, message: string): Failure {
  return { code, message, retryable: false };
}
