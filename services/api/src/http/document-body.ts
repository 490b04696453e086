/** Reads bodies: plan documents in JSON or YAML, and JSON with the place of a mistake. */
import { findJsonSyntaxError, type PlanFormat } from "@dr/domain";
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
    throw new DrError("http.unsupported_media_type", `expected content-type ${Object.keys(FORMATS).join(", ")}; got ${type || "none"}`);
  }
  if (rawBody === undefined) throw new DrError("request.body_missing", "expected a plan in the body");
  return { text: rawBody, format };
}

/** The JSON body of a request, undefined without one. Throws `http.malformed_json` with line and column, or `http.unsupported_media_type`. */
export function readJson(request: HttpRequest): unknown {
  const { rawBody } = request;
  if (rawBody === undefined) return undefined;
  try {
    return request.json();
  } catch (error) {
    const fault = hasCode(error, "http.malformed_json") ? findJsonSyntaxError(rawBody) : undefined;
    if (!fault) throw error;
    const { line, column, expected } = fault;
    const issue = { path: "", line, column, code: "http.malformed_json", message: `expected ${expected}`, expected };
    const message = `the body is not JSON: expected ${expected} at line ${line}, column ${column}`;
    throw new DrError("http.malformed_json", message, { details: { errors: [issue] }, cause: error });
  }
}
