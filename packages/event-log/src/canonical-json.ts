/** One spelling of a JSON value: what is hashed, signed, measured and stored. */
import { DrError, hasCode } from "@dr/events";

/** DynamoDB takes 32 levels of nesting; the item and its event list use some of them (DynamoDB developer guide, "Constraints"). */
const MAX_DEPTH = 28;
/** Smallest magnitude that DynamoDB stores (developer guide, "Number"). */
const MIN_MAGNITUDE = 1e-130;

/**
 * JSON without white space and with members in code-unit order, so that equal values have equal text wherever they were stored. Undefined members are
 * left out. Throws `log.invalid_event` with the path of what a store could not give back unchanged: a function, an infinite or unsafe number, a class
 * instance, too deep a nesting.
 */
export function canonicalJson(value: unknown): string {
  try {
    return write(value, 0);
  } catch (error) {
    // The path is looked for only when there is something to find: every append comes through here.
    if (!hasCode(error, "log.invalid_event")) throw error;
    const path = findUnstorable(value, "$", 0) ?? "$";
    const { message: expected } = error as DrError;
    throw new DrError("log.invalid_event", `${path}: expected ${expected}`, { details: { path, expected } });
  }
}

/** `canonicalJson` of `value` with text that UTF-8 cannot hold (half a surrogate pair, as left by cutting a string) replaced by U+FFFD. */
export function wellFormedCanonicalJson(value: unknown): string {
  const text = canonicalJson(value);
  // JSON spells such a half as an escape, and nothing else that begins like this except a backslash in the text itself.
  return text.includes("\\ud") ? canonicalJson(mend(JSON.parse(text))) : text;
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return writeNumber(value);
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (depth === MAX_DEPTH) throw unstorable(`nested at most ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return writeArray(value, depth + 1);
  if (isPlainObject(value)) return writeObject(value, depth + 1);
  throw unstorable("a JSON value");
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = "[";
  for (let index = 0; index < items.length; index += 1) text += index === 0 ? write(items[index], depth) : `,${write(items[index], depth)}`;
  return `${text}]`;
}

function writeObject(members: Record<string, unknown>, depth: number): string {
  const keys = Object.keys(members);
  let text = "{";
  for (const key of isSorted(keys) ? keys : keys.toSorted()) {
    if (members[key] === undefined) continue;
    if (key === "__proto__") throw unstorable("another name");
    text += `${text.length === 1 ? "" : ","}${quote(key)}:${write(members[key], depth)}`;
  }
  return `${text}}`;
}

function writeNumber(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude <= Number.MAX_SAFE_INTEGER && magnitude > MIN_MAGNITUDE) return String(value);
  throw unstorable(`a number between ±${MIN_MAGNITUDE} and ±${Number.MAX_SAFE_INTEGER}`);
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] as string) > (keys[index] as string)) return false;
  return true;
}

const PLAIN_NAME = /^\w+$/;

function quote(key: string): string {
  return PLAIN_NAME.test(key) ? `"${key}"` : JSON.stringify(key);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Path of the first value that `write` refuses, in its order. */
function findUnstorable(value: unknown, path: string, depth: number): string | null {
  const isContainer = Array.isArray(value) || isPlainObject(value);
  if (!isContainer || depth === MAX_DEPTH) return isWritable(value, depth) ? null : path;
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

function isWritable(value: unknown, depth: number): boolean {
  try {
    write(value, depth);
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
