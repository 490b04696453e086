/** One spelling for one value: the text that hashes are made of. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * JSON with sorted keys and no spaces (the profile of RFC 8785 that plain data needs). Two values that differ only in the order of keys,
 * or in keys whose value is undefined, give the same text. Numbers must be finite.
 */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => toCanonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = value as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const key of Object.keys(members).toSorted()) {
    if (members[key] !== undefined) parts.push(`${JSON.stringify(key)}:${toCanonicalJson(members[key])}`);
  }
  return `{${parts.join(",")}}`;
}

/** Lower-hex sha256 of the canonical JSON of `value`. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(toCanonicalJson(value))));
}
