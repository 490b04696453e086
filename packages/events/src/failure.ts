/** The one shape of a failure that crosses a boundary, and the error that carries it inside a process. */
import { lazyObject } from "./lazy-object.ts";
import * as z from "zod";
import "./words-of-issues.ts";

/** `{code: 'area.reason', message, retryable, details}`: what every service says when something went wrong. */
export const failureSchema = lazyObject(() => ({
  code: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/, "expected area.reason in lower snake case"),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional(),
}));

/** A failure as data: safe to store, to publish and to show. */
export type Failure = z.infer<typeof failureSchema>;

/** What a `DrError` is made of; `retryable` is false unless said otherwise. */
export interface DrErrorOptions {
  readonly retryable?: boolean;
  readonly details?: Record<string, unknown>;
  readonly cause?: unknown;
}

/** An error with a stable `code`. Compare by code with `hasCode`, not with `instanceof`: two copies of this package may be loaded. */
export class DrError extends Error {
  override readonly name = "DrError";
  readonly code: string;
  readonly retryable: boolean;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, message: string, options: DrErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }
}

/** True if `error` carries exactly this code, whichever copy of the class made it. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}

/** The failure that an error stands for; an error of another kind becomes `fallbackCode`, not retryable, with its message kept, that of a schema in words. */
export function toFailure(error: unknown, fallbackCode = "internal.unexpected"): Failure {
  if (error instanceof Error && "code" in error && "retryable" in error && typeof error.code === "string") {
    const { code, message, retryable, details } = error as DrError;
    return { code, message, retryable, ...(details === undefined ? {} : { details }) };
  }
  return { code: fallbackCode, message: messageOf(error), retryable: false };
}

/** What a schema finds wrong is a list of JSON in its error's own message. */
function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
