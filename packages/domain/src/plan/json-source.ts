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
  const reading: Reading = { open: [], root: undefined, duplicate: undefined, limits, work };
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

/** Line and column (from 1) of the first character that cannot be part of JSON, and what should stand there; undefined if the text is JSON. */
export function findJsonSyntaxError(
  text: string,
): { readonly line: number; readonly column: number; readonly expected: string } | undefined {
  const read = readJsonText(text);
  if (!("fault" in read) || read.fault.code !== "malformed_json") return undefined;
  return { ...placeIn(text)(read.fault.offset), expected: read.fault.expected };
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
  root: ValuePlace | undefined;
  /** The first duplicate; a syntax error after it matters more. */
  duplicate: DocumentFault | undefined;
  readonly limits: JsonLimits;
  readonly work: ParseWork;
}

function visitorOf(reading: Reading): JSONVisitor {
  const opened = (open: Open): void => {
    put(reading, open);
    reading.open.push(open);
    const { maxDepth } = reading.limits;
    if (reading.open.length > maxDepth) stop("too_deep", open.offset, "the document is nested too deeply", `at most ${maxDepth} levels`);
  };
  const key = { name: "", offset: 0 };
  return {
    onObjectBegin: (offset) => opened({ offset, members: new Map(), key }),
    onArrayBegin: (offset) => opened({ offset, items: [], key }),
    onObjectEnd: () => void reading.open.pop(),
    onArrayEnd: () => void reading.open.pop(),
    onObjectProperty: (name, offset) => takeKey(reading, name, offset),
    onLiteralValue: (_, offset) => put(reading, { offset }),
    onError: (code, offset) => {
      throw new FaultFound(syntaxFault(wanted(code, reading.open.at(-1)), offset));
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
}

/** Puts a value where it belongs: at the top, into the open list, or under the key that was read. */
function put(reading: Reading, value: ValuePlace): void {
  const { open, limits, work } = reading;
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
function wanted(code: number, open: Open | undefined): string {
  const inObject = open?.members !== undefined;
  switch (code) {
    case 3: {
      return "a key in double quotes";
    }
    case 4: {
      return inObject ? "a value or a key in double quotes" : "a value";
    }
    case 5: {
      return ":";
    }
    case 6: {
      return inObject ? ", or }" : ", or ]";
    }
    case 7: {
      return ", or }";
    }
    case 8: {
      return ", or ]";
    }
    case 9: {
      return "nothing more";
    }
    case 10:
    case 11: {
      return "no comment: JSON has none";
    }
    case 12:
    case 14:
    case 15:
    case 16: {
      return "text in double quotes, with control characters, quotes and \\ escaped";
    }
    default: {
      return "a value";
    }
  }
}
