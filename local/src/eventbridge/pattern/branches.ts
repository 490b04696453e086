/** A pattern as alternatives: each branch is a set of fields that must all match, and `$or` multiplies the branches. */
import { isJsonObject, MAX_JSON_DEPTH } from "../json/is-json-object.ts";
import type { JsonObject } from "../json/is-json-object.ts";
import { parseFieldTest } from "./field-test.ts";
import type { FieldTest } from "./field-test.ts";
import { invalidPattern } from "./pattern-error.ts";
import type { PatternPath } from "./pattern-error.ts";
import { RESERVED_IN_OR } from "./reserved-names.ts";
import type { OperandContext } from "./value-test.ts";

/** Field path (`detail.state`) to what is asked of it. */
export type Branch = ReadonlyMap<string, FieldTest>;

/** Limits of AWS: combinations of `$or` in one pattern, and fields in one combination. */
const MAX_BRANCHES = 1000;
const MAX_FIELDS = 256;

interface Position {
  /** Where in the pattern, `$or` and indexes included: for error messages. */
  readonly path: PatternPath;
  /** The event path that the pattern speaks of: dotted, without `$or`. A dot in a key and a step into an object are the same. */
  readonly field: string;
  readonly insideOr: boolean;
  readonly grammar: OperandContext["grammar"];
}

function withField(branches: readonly Branch[], field: string, test: FieldTest): Branch[] {
  return (branches.length === 0 ? [new Map()] : branches).map((branch) => new Map([...branch, [field, test]]));
}

function step(position: Position, key: string): Position {
  return { ...position, path: [...position.path, key], field: position.field === "" ? key : `${position.field}.${key}` };
}

function expandOr(branches: readonly Branch[], alternatives: unknown, position: Position): Branch[] {
  const path = [...position.path, "$or"];
  if (!Array.isArray(alternatives) || alternatives.length < 2) throw invalidPattern(path, "an array of at least two objects");
  const expanded = alternatives.flatMap((alternative: unknown, index) => {
    const here = { ...position, path: [...path, index], insideOr: true };
    if (!isJsonObject(alternative)) throw invalidPattern(here.path, "an object");
    return expandObject(branches.length === 0 ? [new Map()] : branches, alternative, here);
  });
  if (expanded.length > MAX_BRANCHES) throw invalidPattern(path, `at most ${MAX_BRANCHES} combinations of $or`);
  return expanded;
}

function expandField(branches: readonly Branch[], key: string, value: unknown, position: Position): Branch[] {
  const here = step(position, key);
  if (position.insideOr && RESERVED_IN_OR.has(key)) throw invalidPattern(here.path, "a field name that is not reserved inside $or");
  if (Array.isArray(value)) return withField(branches, here.field, parseFieldTest(value, here));
  if (isJsonObject(value)) return expandObject(branches, value, here);
  throw invalidPattern(here.path, "an object or an array of values");
}

function expandObject(branches: readonly Branch[], pattern: JsonObject, position: Position): Branch[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern(position.path, "at least one field");
  if (position.path.length > MAX_JSON_DEPTH) throw invalidPattern([], `at most ${MAX_JSON_DEPTH} levels`);
  return entries.reduce<Branch[]>(
    (expanded, [key, value]) =>
      key === "$or" && position.grammar === "current" ? expandOr(expanded, value, position) : expandField(expanded, key, value, position),
    [...branches],
  );
}

function expand(pattern: JsonObject, grammar: Position["grammar"]): Branch[] {
  const branches = expandObject([], pattern, { path: [], field: "", insideOr: false, grammar });
  if (branches.some(({ size }) => size > MAX_FIELDS)) throw invalidPattern([], `at most ${MAX_FIELDS} fields`);
  return branches;
}

/**
 * The branches of `pattern`. A pattern that is wrong under today's grammar is tried once more with `$or` as an ordinary field name, for that
 * is what EventBridge does with patterns written before `$or` existed. The error thrown is always the one of today's grammar.
 * A path named twice counts once, the later one wins: so a branch of `$or` overrides what stands before the `$or`.
 */
export function toBranches(pattern: JsonObject): readonly Branch[] {
  try {
    return expand(pattern, "current");
  } catch (error) {
    try {
      return expand(pattern, "legacy");
    } catch {
      throw error;
    }
  }
}
