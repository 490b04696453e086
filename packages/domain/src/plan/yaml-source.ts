/** Reads YAML 1.2 text with the place of every value, at a cost that its length bounds. */
import { Composer, Lexer, Parser, type CST, type Document } from "yaml";
import { FaultFound, type DocumentFault } from "./document-fault.ts";
import { MAX_LEXEMES, MAX_SYNTAX_ERRORS, MAX_TEXT_DEPTH } from "./document-limits.ts";
import { createParseWork, type ParseWork } from "./parse-work.ts";
import type { ValuePlace } from "./place.ts";
import { buildYamlValue } from "./yaml-value.ts";

/** The value with the places of its parts, or what keeps the text from being read: at least one fault, at most twenty. */
export type YamlReading = { readonly value: unknown; readonly root: ValuePlace } | { readonly faults: readonly DocumentFault[] };

/** Duplicate keys are found by `buildYamlValue`: the library compares every key of a map with every other. */
const OPTIONS = { prettyErrors: false, stringKeys: true, uniqueKeys: false, schema: "core", version: "1.2" } as const;

/**
 * Reads one document of the core schema. Anchors, aliases and merge keys mean what YAML says; duplicate keys, other tags, directives of
 * other versions, a second document, and more than the limits are faults. Never throws on bad input.
 */
export function readYamlText(text: string, work: ParseWork = createParseWork()): YamlReading {
  try {
    const [document, second] = compose(text, work);
    if (!document) return { faults: [fault(0, "no document is there", "one document")] };
    const faults = [...faultsOf(document), ...(second ? [secondFault(second)] : [])];
    return faults.length > 0 ? { faults: faults.slice(0, MAX_SYNTAX_ERRORS) } : buildYamlValue(document, work);
  } catch (error) {
    if (error instanceof FaultFound) return { faults: [error.fault] };
    if (error instanceof FaultsFound) return { faults: error.faults };
    // Too deep for the library in a way that the guard did not foresee.
    if (error instanceof RangeError) return { faults: [tooDeep(0)] };
    throw error;
  }
}

/** The first two documents; looking for a third would tell nothing more. */
function compose(text: string, work: ParseWork): readonly Document.Parsed[] {
  const documents: Document.Parsed[] = [];
  for (const document of createComposer().compose(guardedTokens(text, work), true, text.length)) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return documents;
}

/**
 * The library makes an error with a stack for every mistake, half a million for a text of bad escapes. This one is stopped after twenty. What is
 * replaced is no public part of it: `hostile-documents.test.ts` fails should it move.
 */
function createComposer(): Composer {
  const composer = new Composer(OPTIONS);
  const tell = composer["onError"] as (source: ErrorSource, code: string, message: string, warning?: boolean) => void;
  const faults: DocumentFault[] = [];
  composer["onError"] = (source: ErrorSource, code: string, message: string, warning?: boolean): void => {
    const offset = typeof source === "number" ? source : "offset" in source ? source.offset : source[0];
    faults.push(fault(offset, message, "YAML 1.2"));
    if (faults.length >= MAX_SYNTAX_ERRORS) throw new FaultsFound(faults);
    tell(source, code, message, warning);
  };
  return composer;
}

type ErrorSource = number | readonly [number, number] | { readonly offset: number };

class FaultsFound extends Error {
  readonly faults: readonly DocumentFault[];

  constructor(faults: readonly DocumentFault[]) {
    super("too many faults");
    this.faults = faults;
  }
}

/**
 * The tokens of a text, while its pieces are few, its nesting is not deep and its mistakes are not many. The parser holds open what is not
 * closed yet, so that it is stopped before a level too many is built.
 */
function* guardedTokens(text: string, work: ParseWork): Generator<CST.Token> {
  const parser = new Parser();
  let mistakes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    work.lexemes += 1;
    if (work.lexemes > MAX_LEXEMES) throw new FaultFound(tooMany(parser.offset));
    for (const token of parser.next(lexeme)) {
      yield token;
      if (token.type === "error" && (mistakes += 1) >= MAX_SYNTAX_ERRORS) return;
    }
    if (parser.stack.length > MAX_TEXT_DEPTH) throw new FaultFound(tooDeep(parser.offset));
  }
  yield* parser.end();
}

function faultsOf({ errors, warnings, directives }: Document.Parsed): readonly DocumentFault[] {
  const told = errors.map(({ message, pos: [offset] }) => fault(offset, message, "YAML 1.2"));
  // What the library only warns of would be read in a way that its author did not mean: a tag that nobody knows, a directive.
  const doubtful = warnings.map(({ message, pos: [offset] }) => fault(offset, message, "YAML 1.2 with its core tags"));
  const { explicit, version } = directives.yaml;
  const other = explicit === true && version !== "1.2" ? [fault(0, `this is YAML ${version}`, "YAML 1.2")] : [];
  return [...told, ...doubtful, ...other];
}

function secondFault({ range }: Document.Parsed): DocumentFault {
  return fault(range[0], "a second document begins here", "one document");
}

function fault(offset: number, message: string, expected: string): DocumentFault {
  return { code: "malformed_yaml", offset, message, expected };
}

function tooDeep(offset: number): DocumentFault {
  return { code: "too_deep", offset, message: "the document is nested too deeply", expected: "a plan needs ten levels" };
}

function tooMany(offset: number): DocumentFault {
  const message = "the document has too many lines and values for YAML";
  return { code: "too_many_values", offset, message, expected: "a smaller plan, or the same plan in JSON" };
}
