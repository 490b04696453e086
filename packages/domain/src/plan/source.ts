/** Text to plain data, with the place of every value kept for error messages. */
import type { DocumentFault } from "./document-fault.ts";
import { MAX_TEXT_LENGTH, MAX_YAML_LENGTH } from "./document-limits.ts";
import { readJsonText } from "./json-source.ts";
import { locateIn } from "./locate.ts";
import { createParseWork, type ParseWork } from "./parse-work.ts";
import { placeIn, type Place } from "./place.ts";
import { cut, type Locate, type PlanProblem } from "./problems.ts";
import { readYamlText } from "./yaml-source.ts";

/** How a plan may be written; `auto` takes text that is JSON as JSON, and any other as YAML. */
export type PlanFormat = "json" | "yaml" | "auto";

/** Plain data with places, or what is wrong with the text. */
export type ParsedSource =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/**
 * Parses JSON or YAML 1.2 text. Refused with line and column: duplicate keys, several documents, keys that are no strings, tags outside the core schema,
 * alias bombs, and whatever exceeds `document-limits.ts`. Never throws on bad input; what it costs is bounded by the length of the text.
 */
export function parseSource(text: string, format: PlanFormat, work: ParseWork = createParseWork()): ParsedSource {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const place = placeIn(clean);
  if (clean.length > MAX_TEXT_LENGTH) return tooLong(place, MAX_TEXT_LENGTH);
  if (format === "yaml" || (format === "auto" && !/^\s*[{[]/.test(clean))) return parseYaml(clean, place, work);
  const read = readJsonText(clean, undefined, work);
  if (!("fault" in read)) return { ok: true, value: read.value, locate: locateIn(read.root, place) };
  // YAML in flow style begins like JSON.
  const asYaml = format === "auto" && read.fault.code === "malformed_json" ? parseYaml(clean, place, createParseWork()) : undefined;
  return asYaml?.ok ? asYaml : { ok: false, problems: [toProblem(read.fault, place)] };
}

function parseYaml(text: string, place: Place, work: ParseWork): ParsedSource {
  if (text.length > MAX_YAML_LENGTH) return tooLong(place, MAX_YAML_LENGTH);
  const read = readYamlText(text, work);
  if ("faults" in read) return { ok: false, problems: read.faults.map((fault) => toProblem(fault, place)) };
  return { ok: true, value: read.value, locate: locateIn(read.root, place) };
}

function tooLong(place: Place, limit: number): ParsedSource {
  const message =
    limit === MAX_YAML_LENGTH ? "the text is too long for YAML; the same plan in JSON may be longer" : "the text is too long for a plan";
  return { ok: false, problems: [toProblem({ code: "too_large", offset: 0, message, expected: `at most ${limit} characters` }, place)] };
}

function toProblem({ code, offset, message, expected }: DocumentFault, place: Place): PlanProblem {
  return { path: "", ...place(offset), code: `plan.${code}`, message: cut(message), expected };
}
