/** Signs the head of an exported stream, so that nobody can cut it or write it anew far from the platform. */
import { parseHeadKey, signHead, type HeadKey, type HeadSignature, type SignedHead } from "@dr/event-log";
import type { Logger } from "@dr/runtime";

/** The signature of a head; undefined when there is no key to sign with. */
export type SignExport = (head: SignedHead) => Promise<HeadSignature | undefined>;

/** Reads the key's text; undefined where no key is set up. */
export type ReadKey = (() => Promise<string>) | undefined;

/**
 * Reads the key at the first export and keeps it. Without a key, or with one that cannot be read or used, exports go out unsigned, and the log says
 * so each time: evidence without a signature is worth more than none, and the verifier tells its reader what is missing.
 */
export function createHeadSigner(readKey: ReadKey, logger: Pick<Logger, "warn">): SignExport {
  let key: HeadKey | undefined;
  return async (head) => {
    const stream = head.streamId;
    try {
      if (key === undefined && readKey !== undefined) key = parseHeadKey(await readKey());
      if (key !== undefined) return signHead(head, key);
      logger.warn("export is not signed: no signing key is set up", { stream });
    } catch (error) {
      logger.warn("export is not signed: its key cannot be used", { stream, error });
    }
    return undefined;
  };
}
