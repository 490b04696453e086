/** A checkpoint: the signed word of the publisher that a stream ended so at a time, kept where the log's writers cannot change it. */
import { hash } from "node:crypto";
import { canonicalJson, DrError, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { signatureSchema, signText, verifyText, type HeadKey } from "../verify/signature.ts";

/** Format of a checkpoint. */
const CHECKPOINT_FORMAT = "dr-orchestration-checkpoint";

const hex = () => z.string().regex(/^[0-9a-f]{64}$/);
const headSchema = lazyStrictObject(() => ({ version: z.int().nonnegative(), hash: hex() }));

/** A checkpoint as it is stored. Strict: what nobody wrote must not ride along. */
export const checkpointSchema = lazyStrictObject(() => ({
  format: z.literal(CHECKPOINT_FORMAT),
  formatVersion: z.literal(1),
  streamId: z.string().min(1),
  /** Head that was seen. */
  version: z.int().positive(),
  hash: hex(),
  /** Head that this one continues: that of the checkpoint before, or of the empty stream. */
  after: headSchema,
  /** `checkpointHash` of the one before; null for the first. */
  previous: hex().nullable(),
  /** The stream's first checkpoint: what lies up to its version is vouched for since then. */
  since: z.strictObject({ version: z.int().positive(), at: z.string().min(1) }),
  at: z.string().min(1),
  signature: signatureSchema,
}));
/** A checkpoint. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** A checkpoint before it is signed. */
export type UnsignedCheckpoint = Omit<Checkpoint, "signature" | "format" | "formatVersion">;

/** Signs a checkpoint. Throws `key.cannot_sign` for a public key. */
export function signCheckpoint(unsigned: UnsignedCheckpoint, key: HeadKey): Checkpoint {
  const body = { format: CHECKPOINT_FORMAT, formatVersion: 1, ...unsigned } as const;
  return { ...body, signature: signText(signedText(body), key) };
}

/** True if exactly this checkpoint was signed with this key. */
export function verifyCheckpoint({ signature, ...body }: Checkpoint, key: HeadKey): boolean {
  return verifyText(signedText(body), signature, key);
}

/** sha256 of the canonical JSON of a checkpoint, signature included; the next one names it. */
export function checkpointHash(checkpoint: Checkpoint): string {
  return hash("sha256", canonicalJson(checkpoint), "hex");
}

/** The checkpoint in a text. Throws `checkpoint.malformed`. */
export function parseCheckpoint(text: string, where: string): Checkpoint {
  try {
    return checkpointSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new DrError("checkpoint.malformed", `${where} is not a checkpoint`, { details: { where }, cause: error });
  }
}

function signedText(body: Omit<Checkpoint, "signature">): string {
  return canonicalJson({ purpose: CHECKPOINT_FORMAT, ...body });
}
