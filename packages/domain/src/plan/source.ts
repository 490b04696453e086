/** Text to plain data, with the place of every value kept for error messages. */
import { LineCounter, parseDocument, type Document } from "yaml";
import { findJsonSyntaxError } from "./json-syntax.ts";
import { createLocate, type Place } from "./locate.ts";
import type { Locate, PlanProblem } from "./problems.ts";

/** How a plan may be written; `auto` takes text that begins like JSON as JSON, and any other as YAML. */
export type PlanFormat = "json" | "yaml" | "auto";

/** Plain data with places, or what is wrong with the text. */
export type ParsedSource =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate; readonly warnings: readonly PlanProblem[] }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Enough for any honest use of anchors; a billion laughs needs more. */
const MAX_ALIASES = 100;
/** One mistake makes many errors in what follows it; the first ones tell. */
const MAX_ERRORS = 20;

/** Parses JSON or YAML 1.2 text. Duplicate keys, several documents, keys that are no strings and alias bombs are refused. Never throws on bad input. */
export function parseSource(text: string, format: PlanFormat): ParsedSource {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lineCounter = new LineCounter();
  const place: Place = (offset) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const document = parseDocument(clean, {
      lineCounter,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: true,
      schema: "core",
      version: "1.2",
    });
    return readDocument(document, clean, { place, format });
  } catch (error) {
    if (error instanceof RangeError) return refuse(place, "plan.too_deep", { message: "the document is nested too deeply" });
    if (error instanceof ReferenceError)
      return refuse(place, "plan.too_many_aliases", { message: `more than ${MAX_ALIASES} uses of YAML aliases` });
    throw error;
  }
}

function readDocument(document: Document.Parsed, text: string, { place, format }: { place: Place; format: PlanFormat }): ParsedSource {
  const asJson = format === "json" || (format === "auto" && /^\s*[{[]/.test(text));
  const fault = asJson ? findJsonSyntaxError(text) : undefined;
  if (fault && (format === "json" || document.errors.length > 0)) {
    return refuse(place, "plan.malformed_json", { message: `malformed JSON: expected ${fault.expected}`, ...fault });
  }
  const isJson = asJson && !fault;
  // Text that is JSON may still trip the YAML parser (very long keys); then JSON's own reading counts, duplicate keys excepted.
  const errors = document.errors.filter((error) => !isJson || error.code === "DUPLICATE_KEY");
  if (errors.length > 0) {
    return {
      ok: false,
      problems: errors.slice(0, MAX_ERRORS).map(({ code, message, pos }) => problemAt(place, yamlCode(code), { message, offset: pos[0] })),
    };
  }
  const value: unknown = isJson ? JSON.parse(text) : document.toJS({ maxAliasCount: MAX_ALIASES });
  const warnings = document.warnings.map(({ message, pos }) => problemAt(place, "plan.yaml_warning", { message, offset: pos[0] }));
  return { ok: true, value, locate: createLocate(document, place), warnings };
}

function yamlCode(code: string): string {
  return code === "DUPLICATE_KEY" ? "plan.duplicate_key" : "plan.malformed_yaml";
}

interface Fault {
  readonly message: string;
  readonly offset?: number;
  readonly expected?: string;
}

function problemAt(place: Place, code: string, { message, offset = 0, expected }: Fault): PlanProblem {
  return { path: "", ...place(offset), code, message, ...(expected === undefined ? {} : { expected }) };
}

function refuse(place: Place, code: string, fault: Fault): ParsedSource {
  return { ok: false, problems: [problemAt(place, code, fault)] };
}
