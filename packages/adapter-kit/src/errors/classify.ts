/** Takes whatever the SDK throws into one taxonomy, which decides what the kit does next. */
import { toFailure, type Failure } from "@dr/events";
import type { ErrorClass } from "./error-class.ts";
import { CLASS_BY_NAME, CLASS_BY_PATTERN } from "./names.ts";

/** An error with its class and the failure to show. */
export interface ClassifiedError {
  readonly class: ErrorClass;
  readonly failure: Failure;
}

const RETRYABLE: ReadonlySet<ErrorClass> = new Set(["THROTTLED", "TRANSIENT", "UNKNOWN_OUTCOME", "CONFLICT", "QUOTA", "CAPACITY"]);

/**
 * Classifies an error by `err.name` and by `err.Code` (the wire code of query-protocol services), then by network code, then by HTTP status.
 * `overrides` are the names that one service uses in its own way. What nobody knows is `UNKNOWN_OUTCOME`: better to look than to assume.
 * A `DrError` keeps its code; it says that nothing was sent, so it is `CONFLICT` when retryable and `INVALID` when not.
 */
export function classifyAwsError(error: unknown, overrides: Readonly<Record<string, ErrorClass>> = {}): ClassifiedError {
  if (error instanceof Error && error.name === "DrError") {
    const failure = toFailure(error);
    return { class: failure.retryable ? "CONFLICT" : "INVALID", failure };
  }
  const facts = readFacts(error);
  const errorClass = classOf(facts, overrides);
  return {
    class: errorClass,
    failure: {
      code: `aws.${errorClass.toLowerCase()}`,
      message: facts.message,
      retryable: RETRYABLE.has(errorClass),
      details: {
        names: [...facts.names],
        ...(facts.httpStatus === undefined ? {} : { httpStatus: facts.httpStatus }),
        ...(facts.requestId === undefined ? {} : { requestId: facts.requestId }),
      },
    },
  };
}

interface ErrorFacts {
  readonly names: ReadonlySet<string>;
  readonly message: string;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

function classOf(facts: ErrorFacts, overrides: Readonly<Record<string, ErrorClass>>): ErrorClass {
  // A proxy or emulator that answers HTML makes the SDK's parser fail: the service's own verdict is lost, whatever the status.
  if (facts.names.has("SyntaxError")) return "UNKNOWN_OUTCOME";
  for (const name of facts.names) {
    const known = overrides[name] ?? CLASS_BY_NAME.get(name);
    if (known) return known;
  }
  if (facts.httpStatus !== undefined && facts.httpStatus >= 500) return "UNKNOWN_OUTCOME";
  for (const name of facts.names) {
    const family = CLASS_BY_PATTERN.find(([pattern]) => pattern.test(name));
    if (family) return family[1];
  }
  return classOfStatus(facts.httpStatus);
}

function classOfStatus(status: number | undefined): ErrorClass {
  if (status === undefined || status < 400 || status === 408) return "UNKNOWN_OUTCOME";
  if (status === 401 || status === 403) return "DENIED";
  if (status === 404) return "NOT_FOUND";
  if (status === 409) return "CONFLICT";
  if (status === 429) return "THROTTLED";
  return "INVALID";
}

function readFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { names: new Set(), message: String(error), httpStatus: undefined, requestId: undefined };
  const fields = error as Error & { Code?: unknown; code?: unknown; $metadata?: { httpStatusCode?: number; requestId?: string } };
  const cause = error.cause instanceof Error ? (error.cause as Error & { code?: unknown }) : undefined;
  const candidates = [error.name, fields.Code, fields.code, cause?.code];
  return {
    names: new Set(candidates.filter((name): name is string => typeof name === "string" && name !== "Error")),
    message: error.message || error.name,
    httpStatus: fields.$metadata?.httpStatusCode,
    requestId: fields.$metadata?.requestId,
  };
}
