/** Signs exports, so that nobody can change one far from the platform. */
import { parseHeadKey, type HeadKey, type HeadSignature } from "@dr/event-log";
import { signExport } from "@dr/evidence";
import type { Logger, Metrics, ReadKey } from "@dr/runtime";

/** What a signer writes to. */
export interface ExportTelemetry {
  readonly logger: Pick<Logger, "warn">;
  readonly metrics: Pick<Metrics, "count">;
}

/** The signature of an export; undefined when there is no key to sign with. */
export type SignExport = (
  unsigned: Readonly<Record<string, unknown>> & { readonly streamId: string },
) => Promise<HeadSignature | undefined>;

/**
 * Reads the key at the first export and keeps it. Without a key, or with one that cannot be read or used, exports go out unsigned, and the log says
 * so each time and counts it (`ExportUnsigned`): evidence without a signature is worth more than none, and the verifier tells its reader what is missing.
 */
export function createExportSigner(readKey: ReadKey, { logger, metrics }: ExportTelemetry): SignExport {
  let key: HeadKey | undefined;
  return async (unsigned) => {
    const stream = unsigned.streamId;
    try {
      if (key === undefined && readKey !== undefined) key = parseHeadKey(await readKey());
      if (key !== undefined) return signExport(unsigned, key);
      logger.warn("export is not signed: no signing key is set up", { stream });
    } catch (error) {
      logger.warn("export is not signed: its key cannot be used", { stream, error });
    }
    metrics.count("ExportUnsigned");
    return undefined;
  };
}
