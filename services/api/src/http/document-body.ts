/** Reads bodies: plan documents in JSON or YAML, and JSON with the place of a mistake. */
import type { JsonLimits, PlanFormat } from "@dr/domain";
import type { findJsonFault as FindJsonFault } from "@dr/domain/json-fault";
import { DrError, hasCode } from "@dr/events";
import type { HttpRequest } from "@dr/runtime";

/** The text of a plan document and how its sender says that it is written. */
export interface DocumentBody {
  readonly text: string;
  readonly format: PlanFormat;
}

const FORMATS: Readonly<Record<string, PlanFormat>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "application/x-yaml": "yaml",
  "text/yaml": "yaml",
  "text/x-yaml": "yaml",
};

/** The plan document in a request. Throws `http.unsupported_media_type` (naming what is taken) or `request.body_missing`. */
export function readDocument({ contentType, rawBody }: HttpRequest): DocumentBody {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = FORMATS[type] ?? (/^application\/[\w.-]+\+json$/.test(type) ? "json" : undefined);
  if (format === undefined) {
    const accepted = Object.keys(FORMATS);
    throw new DrError("http.unsupported_media_type", `expected content-type ${accepted.join(", ")}; got ${type || "none"}`, {
      details: { accepted },
    });
  }
  if (rawBody === undefined) throw new DrError("request.body_missing", "expected a plan in the body");
  return { text: rawBody, format };
}

/** A request's body is a few fields, and a hundred tags at most; plan documents have limits of their own. */
const MAX_JSON_LENGTH = 262_144;
const JSON_LIMITS: JsonLimits = { maxDepth: 16, maxValues: 2_000 };

/**
 * The JSON body of a request, undefined without one. Throws `http.malformed_json` with line and column (also for a key that stands twice),
 * `http.body_too_large` (more than 262,144 characters, 2,000 values or 16 levels) or `http.unsupported_media_type`.
 */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const { rawBody } = request;
  if (rawBody === undefined) return undefined;
  if (rawBody.length > MAX_JSON_LENGTH) {
    throw new DrError("http.body_too_large", `the body has ${rawBody.length} characters, at most ${MAX_JSON_LENGTH} are taken here`);
  }
  const value = await parse(request, rawBody);
  await refuseFault(rawBody);
  return value;
}

/** A fault of ours tells the place; what the parser of the chain refuses beyond that stays as it says. */
async function parse(request: HttpRequest, rawBody: string): Promise<unknown> {
  try {
    return request.json();
  } catch (error) {
    if (hasCode(error, "http.malformed_json")) await refuseFault(rawBody, error);
    throw error;
  }
}

/** Refuses what stands in the text though a parser takes it. The scanner is loaded by the first body that comes. */
async function refuseFault(rawBody: string, cause?: unknown): Promise<void> {
  const { findJsonFault } = await import("@dr/domain/json-fault");
  const fault = findJsonFault(rawBody, JSON_LIMITS);
  if (fault) throw toError(fault, cause);
}

function toError({ code, line, column, message, expected }: NonNullable<ReturnType<typeof FindJsonFault>>, cause: unknown): DrError {
  const isMalformed = code === "malformed_json" || code === "duplicate_key";
  const problem = isMalformed ? "http.malformed_json" : "http.body_too_large";
  const issue = { path: "", line, column, code: problem, message, expected };
  const text = isMalformed
    ? `the body is not JSON: ${code === "duplicate_key" ? message : `expected ${expected}`} at line ${line}, column ${column}`
    : `${message}: ${expected}`;
  return new DrError(problem, text, { details: { errors: [issue] }, cause });
}
