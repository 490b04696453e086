/** One spelling of a JSON value: what is hashed, signed, measured and stored. */
import { DrError, hasCode } from "@dr/events";

/** DynamoDB takes 32 levels of nesting; the item and its event list use some of them (DynamoDB developer guide, "Constraints"). */
const MAX_DEPTH = 28;
/** Smallest magnitude that DynamoDB stores (developer guide, "Number"). */
const MIN_MAGNITUDE = 1e-130;

/** A value as every store gives it back, and its canonical text. */
export interface Storable {
  readonly value: unknown;
  readonly text: string;
}

/**
 * JSON without white space and with members in code-unit order, so that equal values have equal text wherever they were stored. Undefined members are
 * left out. Throws `log.invalid_event` with the path of what a store could not give back unchanged: a function, an infinite or unsafe number, a class
 * instance, too deep a nesting.
 */
export function canonicalJson(value: unknown): string {
  return textOf(sorted(value, "$"));
}

/**
 * A copy of `value` in canonical order with its text. Text that UTF-8 cannot hold (half a surrogate pair, as left by cutting a string) is replaced by U+FFFD:
 * stores do that, and the hash has to match what they give back. Throws `log.invalid_event` with a path that begins with `name`.
 */
export function toStorable(value: unknown, name = "$"): Storable {
  const copy = sorted(value, name);
  const text = textOf(copy);
  // JSON spells such a half as an escape, and nothing else that begins like this except a backslash in the text itself.
  if (!text.includes("\\ud")) return { value: copy, text };
  const mended = sorted(mend(copy), name);
  return { value: mended, text: textOf(mended) };
}

function sorted(value: unknown, name: string): unknown {
  try {
    return sortedCopy(value, 0);
  } catch (error) {
    // The path is looked for only when there is something to find: every append comes through here.
    if (!hasCode(error, "log.invalid_event")) throw error;
    const path = findUnstorable(value, name, 0) ?? name;
    const { message: expected } = error as DrError;
    throw new DrError("log.invalid_event", `${path}: expected ${expected}`, { details: { path, expected } });
  }
}

function sortedCopy(value: unknown, depth: number): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") return storableNumber(value);
  if (depth === MAX_DEPTH) throw unstorable(`nested at most ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return value.map((item) => sortedCopy(item, depth + 1));
  if (isPlainObject(value)) return sortedMembers(value, depth + 1);
  throw unstorable("a JSON value");
}

function sortedMembers(members: Record<string, unknown>, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const keys = Object.keys(members);
  for (const key of isSorted(keys) ? keys : keys.toSorted()) {
    const member = members[key];
    if (key === "__proto__") throw unstorable("another name");
    if (typeof member === "string") copy[key] = member;
    else if (member !== undefined) copy[key] = sortedCopy(member, depth);
  }
  return copy;
}

function storableNumber(value: number): number {
  if (value === 0) return 0;
  const magnitude = Math.abs(value);
  if (magnitude <= Number.MAX_SAFE_INTEGER && magnitude > MIN_MAGNITUDE) return value;
  throw unstorable(`a number between ±${MIN_MAGNITUDE} and ±${Number.MAX_SAFE_INTEGER}`);
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] as string) > (keys[index] as string)) return false;
  return true;
}

/** A name that looks like a number: JavaScript puts those first in any object, whatever the order of insertion. */
const NUMERIC_NAME = /"\d+":/;

/** The text of a sorted copy. `JSON.stringify` keeps the order of its members, and is several times faster than any loop here. */
function textOf(copy: unknown): string {
  const text = JSON.stringify(copy);
  return NUMERIC_NAME.test(text) ? write(copy) : text;
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(",")}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Path of the first value that `sortedCopy` refuses. */
function findUnstorable(value: unknown, path: string, depth: number): string | null {
  const isContainer = Array.isArray(value) || isPlainObject(value);
  if (!isContainer || depth === MAX_DEPTH) return isStorable(value, depth) ? null : path;
  const entries = Array.isArray(value) ? value.map((item, index) => [`[${index}]`, item] as const) : Object.entries(value);
  for (const [key, member] of entries) {
    const memberPath = Array.isArray(value) ? `${path}${key}` : `${path}.${key}`;
    if (key === "__proto__") return memberPath;
    if (member === undefined && !Array.isArray(value)) continue;
    const found = findUnstorable(member, memberPath, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isStorable(value: unknown, depth: number): boolean {
  try {
    sortedCopy(value, depth);
    return true;
  } catch {
    return false;
  }
}

function mend(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map((item) => mend(item));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), mend(member)]));
}

function unstorable(expected: string): DrError {
  return new DrError("log.invalid_event", expected);
}
