/** One spelling of a JSON value: what is hashed, signed and measured. */
import { DrError } from "@dr/events";

/** DynamoDB takes 32 levels of nesting; the item and its event list use some of them (DynamoDB developer guide, "Constraints"). */
const MAX_DEPTH = 28;
/** Smallest magnitude that DynamoDB stores (developer guide, "Number"). */
const MIN_MAGNITUDE = 1e-130;

/**
 * A copy of `value` that every store gives back unchanged: plain JSON, well-formed strings, no undefined members, no -0.
 * Throws `log.invalid_event` with the path of what cannot be stored: a function, an infinite or unsafe number, too deep a nesting.
 */
export function toStorableJson(value: unknown, path = "$", depth = 0): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return toStorableNumber(value, path);
  if (depth === MAX_DEPTH) throw unstorable(path, `nested at most ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return value.map((item, index) => toStorableJson(item, `${path}[${index}]`, depth + 1));
  if (!isPlainObject(value)) throw unstorable(path, "a JSON value");
  return toStorableObject(value, path, depth);
}

/** JSON without white space and with members in code-unit order, so that equal values have equal text wherever they were stored. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(members).toSorted()) {
    if (members[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(members[key])}`);
  }
  return `{${parts.join(",")}}`;
}

function toStorableObject(value: Record<string, unknown>, path: string, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key === "__proto__") throw unstorable(`${path}.${key}`, "another name");
    const member = value[key];
    if (member !== undefined) copy[key.toWellFormed()] = toStorableJson(member, `${path}.${key}`, depth + 1);
  }
  return copy;
}

function toStorableNumber(value: number, path: string): number {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER && (value === 0 || Math.abs(value) > MIN_MAGNITUDE)) return value === 0 ? 0 : value;
  throw unstorable(path, `a number between ±${MIN_MAGNITUDE} and ±${Number.MAX_SAFE_INTEGER}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unstorable(path: string, expected: string): DrError {
  return new DrError("log.invalid_event", `${path}: expected ${expected}`, { details: { path, expected } });
}
