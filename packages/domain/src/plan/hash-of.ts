/** The hash of a plain value: of its one spelling. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "@dr/events";

/** A plan is nested no deeper than its format; what is hashed beside plans is flatter. */
const MAX_DEPTH = 200;

/** Lower-hex sha256 of the canonical JSON of `value`. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value, { maxDepth: MAX_DEPTH }))));
}
