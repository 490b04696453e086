/** Signs the head of a stream, so that an export can be held against it later, far from the platform. */
import { createHmac, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { canonicalJson, DrError, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { StreamHead } from "../port.ts";

/** A key that signs and verifies: a shared secret, or an ed25519 pair (a public key only verifies). */
export type HeadKey =
  | { readonly algorithm: "hmac-sha256"; readonly secret: Uint8Array }
  | { readonly algorithm: "ed25519"; readonly publicKey: KeyObject; readonly privateKey?: KeyObject };

/** A signature as it stands in an export: base64. */
export const signatureSchema = lazyStrictObject(() => ({ algorithm: z.enum(["hmac-sha256", "ed25519"]), value: z.base64() }));
/** A signature as it stands in an export. */
export type HeadSignature = z.infer<typeof signatureSchema>;

/** What is signed: which stream ends where. */
export type SignedHead = StreamHead & { readonly streamId: string };

const MIN_SECRET_BYTES = 32;
/** A view nests what events hold, a few levels deeper. */
const EXPORT_DEPTH = 100;

/**
 * The key in a file: a PEM with an ed25519 private or public key, otherwise a shared secret of at least 32 bytes (white space at the ends does not count).
 * Throws `key.invalid`; the key itself is never repeated in the message.
 */
export function parseHeadKey(text: string): HeadKey {
  const trimmed = text.trim();
  if (trimmed.startsWith("-----BEGIN")) return parsePem(trimmed);
  const secret = Buffer.from(trimmed, "utf8");
  if (secret.byteLength >= MIN_SECRET_BYTES) return { algorithm: "hmac-sha256", secret };
  throw new DrError(
    "key.invalid",
    `expected an ed25519 key in PEM, or a secret of at least ${MIN_SECRET_BYTES} bytes; this has ${secret.byteLength}`,
  );
}

/** Signs a text. Throws `key.cannot_sign` for a public key. Give the text a purpose, so that a signature for one never passes for another. */
export function signText(text: string, key: HeadKey): HeadSignature {
  if (key.algorithm === "hmac-sha256") return { algorithm: key.algorithm, value: hmac(text, key.secret).toString("base64") };
  if (key.privateKey === undefined) throw new DrError("key.cannot_sign", "a public key cannot sign; give the private one");
  return { algorithm: key.algorithm, value: sign(null, Buffer.from(text), key.privateKey).toString("base64") };
}

/** True if `signature` was made over exactly this text with this key. */
export function verifyText(text: string, signature: HeadSignature, key: HeadKey): boolean {
  if (signature.algorithm !== key.algorithm) return false;
  const value = Buffer.from(signature.value, "base64");
  if (key.algorithm === "ed25519") return verify(null, Buffer.from(text), key.publicKey, value);
  const expected = hmac(text, key.secret);
  return value.byteLength === expected.byteLength && timingSafeEqual(value, expected);
}

/** Signs a head. Throws `key.cannot_sign` for a public key. */
export function signHead(head: SignedHead, key: HeadKey): HeadSignature {
  return signText(headText(head), key);
}

/** True if `signature` was made over exactly this head with this key. */
export function verifyHead(head: SignedHead, signature: HeadSignature, key: HeadKey): boolean {
  return verifyText(headText(head), signature, key);
}

/**
 * What the signature of an export covers: everything but the commits, which the head stands for, and the signature itself. Versions before 2 signed the head alone.
 * Throws for a value that is not JSON.
 */
export function exportText({ commits: _, signature: __, ...rest }: Readonly<Record<string, unknown>>): string {
  return canonicalJson({ purpose: "dr-orchestration-export", ...rest }, { maxDepth: EXPORT_DEPTH });
}

function parsePem(pem: string): HeadKey {
  try {
    const isPrivate = pem.includes("PRIVATE KEY");
    const publicKey = createPublicKey(pem);
    if (publicKey.asymmetricKeyType === "ed25519") {
      return { algorithm: "ed25519", publicKey, ...(isPrivate ? { privateKey: createPrivateKey(pem) } : {}) };
    }
  } catch (error) {
    throw new DrError("key.invalid", "expected an ed25519 key in PEM; this PEM cannot be read", { cause: error });
  }
  throw new DrError("key.invalid", "expected an ed25519 key in PEM; this is a key of another kind");
}

/** Named, so that a signature for one purpose can never pass for another. */
function headText({ streamId, version, hash }: SignedHead): string {
  return canonicalJson({ purpose: "dr-orchestration-head", streamId, version, hash });
}

function hmac(text: string, secret: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}
