/** Text to plain data, with the place of every value kept for error messages. */
import { parseDocument } from "yaml";
import { placeIn, type Place } from "./json-syntax.ts";
import { readJsonText, type JsonFault } from "./json-text.ts";
import { locateInJson, locateInYaml } from "./locate.ts";
import type { Locate, PlanProblem } from "./problems.ts";

/** How a plan may be written; `auto` takes text that is JSON as JSON, and any other as YAML. */
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
  const place = placeIn(clean);
  try {
    const isYaml = format === "yaml" || (format === "auto" && !/^\s*[{[]/.test(clean));
    return isYaml ? parseYaml(clean, place) : parseJson(clean, place, format);
  } catch (error) {
    if (error instanceof RangeError) return refuseDepth(place, 0);
    if (error instanceof ReferenceError) {
      const mistake = { message: `more than ${MAX_ALIASES} uses of YAML aliases`, expected: `at most ${MAX_ALIASES}` };
      return refuse(place, "plan.too_many_aliases", mistake);
    }
    throw error;
  }
}

function parseJson(text: string, place: Place, format: PlanFormat): ParsedSource {
  const read = readJsonText(text);
  if ("root" in read) return { ok: true, value: JSON.parse(text), locate: locateInJson(read.root, place), warnings: [] };
  // YAML in flow style begins like JSON.
  const asYaml = format === "auto" && read.fault.kind === "syntax" ? parseYaml(text, place) : undefined;
  return asYaml?.ok ? asYaml : refuseJson(read.fault, place);
}

function parseYaml(text: string, place: Place): ParsedSource {
  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, uniqueKeys: true, schema: "core", version: "1.2" });
  // The parser reports its overflow once for each level that it leaves.
  const overflow = document.errors.findLast(({ message }) => message.includes("call stack"));
  if (overflow) return refuseDepth(place, overflow.pos[0]);
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, MAX_ERRORS).map(({ code, message, pos: [offset] }) => {
      if (code === "DUPLICATE_KEY") return problemAt(place, "plan.duplicate_key", { message, offset, expected: "each key once" });
      if (code !== "MULTIPLE_DOCS") return problemAt(place, "plan.malformed_yaml", { message, offset, expected: "YAML 1.2" });
      return problemAt(place, "plan.malformed_yaml", { message: "a second document begins here", offset, expected: "one document" });
    });
    return { ok: false, problems };
  }
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  const warnings = document.warnings.map(({ message, pos }) => problemAt(place, "plan.yaml_warning", { message, offset: pos[0] }));
  return { ok: true, value, locate: locateInYaml(document, place), warnings };
}

function refuseJson({ kind, offset, expected }: JsonFault, place: Place): ParsedSource {
  if (kind === "duplicate_key") return refuse(place, "plan.duplicate_key", { message: "this key stands twice", offset, expected });
  return refuse(place, "plan.malformed_json", { message: `malformed JSON: expected ${expected}`, offset, expected });
}

function refuseDepth(place: Place, offset: number): ParsedSource {
  return refuse(place, "plan.too_deep", { message: "the document is nested too deeply", offset, expected: "a plan needs ten levels" });
}

interface Mistake {
  readonly message: string;
  readonly offset?: number;
  readonly expected?: string;
}

function problemAt(place: Place, code: string, { message, offset = 0, expected }: Mistake): PlanProblem {
  return { path: "", ...place(offset), code, message, ...(expected === undefined ? {} : { expected }) };
}

function refuse(place: Place, code: string, mistake: Mistake): ParsedSource {
  return { ok: false, problems: [problemAt(place, code, mistake)] };
}
