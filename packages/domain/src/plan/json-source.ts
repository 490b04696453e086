/** Reads JSON text with the place of every value: where it breaks, which key stands twice, where a path leads. */
import { visit, type JSONVisitor } from "jsonc-parser";
import { FaultFound, type DocumentFault } from "./document-fault.ts";
import { MAX_TEXT_DEPTH, MAX_VALUES } from "./document-limits.ts";
import { createParseWork, type ParseWork } from "./parse-work.ts";
import { placeIn, type MemberPlace, type ValuePlace } from "./place.ts";

/** The value with the places of its parts, or its first fault. */
export type JsonReading = { readonly value: unknown; readonly root: ValuePlace } | { readonly fault: DocumentFault };

/** What bounds a text. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxValues: number;
}

const PLAN_LIMITS: JsonLimits = { maxDepth: MAX_TEXT_DEPTH, maxValues: MAX_VALUES };

/** Reads a text as `JSON.parse` does, but for duplicate keys, depth and number of values, which are faults. Stops at the first; never throws. */
export function readJsonText(text: string, limits: JsonLimits = PLAN_LIMITS, work: ParseWork = createParseWork()): JsonReading {
  const reading: Reading = { open: [], last: "opener", root: undefined, duplicate: undefined, limits, work };
  try {
    visit(text, visitorOf(reading), { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    if (reading.duplicate) return { fault: reading.duplicate };
    if (!reading.root) return { fault: syntaxFault("a value", 0) };
    return { value: JSON.parse(text) as unknown, root: reading.root };
  } catch (error) {
    if (error instanceof FaultFound) return { fault: error.fault };
    // The two parsers agree on what is JSON; should they not, the text is refused.
    if (error instanceof SyntaxError) return { fault: syntaxFault("JSON", 0) };
    throw error;
  }
}

/** The first fault of a JSON text with its line and column (from 1); undefined if it is JSON within the limits. Codes: see `DocumentFault`. */
export function findJsonFault(
  text: string,
  limits: JsonLimits,
): (Omit<DocumentFault, "offset"> & { readonly line: number; readonly column: number }) | undefined {
  const read = readJsonText(text, limits);
  if (!("fault" in read)) return undefined;
  const { offset, ...fault } = read.fault;
  return { ...fault, ...placeIn(text)(offset) };
}

/** An object or list that is not closed yet. */
interface Open {
  readonly offset: number;
  readonly members?: Map<string, MemberPlace>;
  readonly items?: ValuePlace[];
  key: { readonly name: string; readonly offset: number };
}

interface Reading {
  readonly open: Open[];
  /** What stood before the place that is read. */
  last: "opener" | "key" | "," | ":" | "value";
  root: ValuePlace | undefined;
  /** The first duplicate; a syntax error after it matters more. */
  duplicate: DocumentFault | undefined;
  readonly limits: JsonLimits;
  readonly work: ParseWork;
}

function visitorOf(reading: Reading): JSONVisitor {
  const opened = (open: Open): void => {
    put(reading, open);
    reading.last = "opener";
    reading.open.push(open);
    const { maxDepth } = reading.limits;
    if (reading.open.length > maxDepth) stop("too_deep", open.offset, "the document is nested too deeply", `at most ${maxDepth} levels`);
  };
  const key = { name: "", offset: 0 };
  return {
    onObjectBegin: (offset) => opened({ offset, members: new Map(), key }),
    onArrayBegin: (offset) => opened({ offset, items: [], key }),
    onObjectEnd: () => closed(reading),
    onArrayEnd: () => closed(reading),
    onSeparator: (character) => {
      reading.last = character === ":" ? ":" : ",";
    },
    onObjectProperty: (name, offset) => takeKey(reading, name, offset),
    onLiteralValue: (_, offset) => put(reading, { offset }),
    onError: (code, offset) => {
      throw new FaultFound(syntaxFault(wanted(code, reading), offset));
    },
  };
}

function takeKey(reading: Reading, name: string, offset: number): void {
  const top = reading.open.at(-1);
  if (!top?.members) return;
  if (top.members.has(name)) {
    reading.duplicate ??= { code: "duplicate_key", offset, message: "this key stands twice", expected: "each key once" };
  }
  top.key = { name, offset };
  reading.last = "key";
}

function closed(reading: Reading): void {
  reading.open.pop();
  reading.last = "value";
}

/** Puts a value where it belongs: at the top, into the open list, or under the key that was read. */
function put(reading: Reading, value: ValuePlace): void {
  const { open, limits, work } = reading;
  reading.last = "value";
  work.values += 1;
  if (work.values > limits.maxValues) {
    stop("too_many_values", value.offset, "the document has too many values", `at most ${limits.maxValues}`);
  }
  const top = open.at(-1);
  if (!top) reading.root = value;
  else if (top.items) top.items.push(value);
  else top.members?.set(top.key.name, { keyOffset: top.key.offset, value });
}

function stop(code: string, offset: number, message: string, expected: string): never {
  throw new FaultFound({ code, offset, message, expected });
}

function syntaxFault(expected: string, offset: number): DocumentFault {
  return { code: "malformed_json", offset, message: `malformed JSON: expected ${expected}`, expected };
}

/** What should stand where the parser found something else, by its error code (jsonc-parser, `ParseErrorCode`). */
function wanted(code: number, reading: Reading): string {
  // The closer is missing of what has just been taken off.
  if (code === 7) return ", or }";
  if (code === 8) return ", or ]";
  if (code >= 14 || code === 12) return "text in double quotes, with control characters, quotes and \\ escaped";
  if (code === 10 || code === 11) return "no comment: JSON has none";
  return wantedAfter(reading);
}

function wantedAfter({ open, last }: Reading): string {
  const top = open.at(-1);
  if (top === undefined) return last === "value" ? "nothing more" : "a value";
  if (last === "value") return top.members ? ", or }" : ", or ]";
  if (last === "key") return ":";
  if (last === ":" || top.items) return last === "opener" ? "a value or ]" : "a value";
  return last === "opener" ? "a key in double quotes or }" : "a key in double quotes";
}
