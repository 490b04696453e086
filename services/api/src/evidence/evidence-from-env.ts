/** What exports are signed with and where checkpoints are read from, as a function of the API is set up. */
import { checkpointStoreOf } from "@dr/event-log/checkpoint-store";
import { createKeyReader, lazyPort, platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import type { ExportTelemetry } from "./export-signer.ts";

/** Both are absent where they are not set up; exports then say so. */
export function evidenceFromEnv(env: BaseEnv, telemetry: ExportTelemetry): Pick<ApiDeps, "signExport" | "checkpoints"> {
  const readKey = createKeyReader(env, { file: env.DR_EXPORT_KEY_FILE, secretId: env.DR_EXPORT_KEY_SECRET });
  const { signExport } = lazyPort(async () => ({
    signExport: (await import("./export-signer.ts")).createExportSigner(readKey, telemetry),
  }));
  return {
    signExport,
    checkpoints: checkpointStoreOf(env, platformClientConfig(env, "s3", "read")),
  };
}
