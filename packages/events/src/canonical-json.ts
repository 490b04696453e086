/** One spelling of a JSON value: what is hashed, signed, measured and stored. */
import { DrError, hasCode } from "./failure.ts";
import { isStorableNumber, MAX_STORED_DEPTH, STORABLE_NUMBER } from "./stored.ts";

/** From here on sorting by insertion is slower than the engine's own way. */
const MANY_NAMES = 50;

/** A value as every store gives it back, and its canonical text. */
export interface Storable {
  readonly value: unknown;
  readonly text: string;
}

/**
 * JSON without white space and with members in code-unit order, so that equal values have equal text wherever they were stored. Undefined members are
 * left out. Throws `log.invalid_event` with the path of what a store could not give back unchanged: a function, an infinite or unsafe number, a class
 * instance, too deep a nesting (`maxDepth`, by default what a store takes).
 */
export function canonicalJson(value: unknown, { maxDepth = MAX_STORED_DEPTH }: { readonly maxDepth?: number } = {}): string {
  return sorted(value, "$", maxDepth).text;
}

/**
 * A copy of `value` in canonical order with its text. Text that UTF-8 cannot hold (half a surrogate pair, as left by cutting a string) is replaced by U+FFFD:
 * stores do that, and the hash has to match what they give back. Throws `log.invalid_event` with a path that begins with `name`.
 */
export function toStorable(value: unknown, name = "$"): Storable {
  const storable = sorted(value, name, MAX_STORED_DEPTH);
  // JSON spells such a half as an escape, and nothing else that begins like this except a backslash in the text itself.
  return storable.text.includes("\\ud") ? sorted(mend(storable.value), name, MAX_STORED_DEPTH) : storable;
}

function sorted(value: unknown, name: string, maxDepth: number): Storable {
  try {
    const met: Met = { indexName: false, maxDepth };
    const copy = sortedCopy(value, 0, met);
    // `JSON.stringify` keeps the order of members, and is several times faster than any loop here.
    return { value: copy, text: met.indexName ? write(copy) : JSON.stringify(copy) };
  } catch (error) {
    // The path is looked for only when there is something to find: every append comes through here.
    if (!hasCode(error, "log.invalid_event")) throw error;
    const path = findUnstorable(value, name, { depth: 0, maxDepth }) ?? name;
    const { message: expected } = error as DrError;
    throw new DrError("log.invalid_event", `${path}: expected ${expected}`, { details: { path, expected } });
  }
}

/** What a walk met, and how deep it may go. JavaScript puts names that look like array indexes first in any object, whatever the order of insertion. */
interface Met {
  readonly maxDepth: number;
  indexName: boolean;
}

function sortedCopy(value: unknown, depth: number, met: Met): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") return storableNumber(value);
  if (depth === met.maxDepth) throw unstorable(`nested at most ${met.maxDepth} levels deep`);
  if (Array.isArray(value)) return value.map((item) => sortedCopy(item, depth + 1, met));
  if (isPlainObject(value)) return sortedMembers(value, depth + 1, met);
  throw unstorable("a JSON value");
}

function sortedMembers(members: Record<string, unknown>, depth: number, met: Met): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const keys = Object.keys(members);
  if (beginsWithDigit(keys[0])) met.indexName = true;
  sort(keys);
  for (const key of keys) {
    const member = members[key];
    if (key === "__proto__") throw unstorable("another name");
    if (typeof member === "string") copy[key] = member;
    else if (member !== undefined) copy[key] = sortedCopy(member, depth, met);
  }
  return copy;
}

function storableNumber(value: number): number {
  if (!isStorableNumber(value)) throw unstorable(STORABLE_NUMBER);
  // Minus zero is zero to every store.
  return value === 0 ? 0 : value;
}

/** Sorts in place, by insertion: names are few, and every append comes through here. */
function sort(names: string[]): void {
  if (names.length > MANY_NAMES) names.sort();
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] as string;
    let place = index;
    for (; place > 0 && (names[place - 1] as string) > name; place -= 1) names[place] = names[place - 1] as string;
    names[place] = name;
  }
}

/** Of the first name: names that look like indexes are listed first. */
function beginsWithDigit(name: string | undefined): boolean {
  const code = name === undefined ? 0 : name.charCodeAt(0);
  return code >= 48 && code <= 57;
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
function findUnstorable(value: unknown, path: string, at: Depth): string | null {
  const isContainer = Array.isArray(value) || isPlainObject(value);
  if (!isContainer || at.depth === at.maxDepth) return isStorable(value, at) ? null : path;
  const entries = Array.isArray(value) ? value.map((item, index) => [`[${index}]`, item] as const) : Object.entries(value);
  for (const [key, member] of entries) {
    const memberPath = Array.isArray(value) ? `${path}${key}` : `${path}.${key}`;
    if (key === "__proto__") return memberPath;
    if (member === undefined && !Array.isArray(value)) continue;
    const found = findUnstorable(member, memberPath, { ...at, depth: at.depth + 1 });
    if (found !== null) return found;
  }
  return null;
}

interface Depth {
  readonly depth: number;
  readonly maxDepth: number;
}

function isStorable(value: unknown, { depth, maxDepth }: Depth): boolean {
  try {
    sortedCopy(value, depth, { indexName: false, maxDepth });
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
