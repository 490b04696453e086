/** What exports are signed with and where checkpoints are read from, as a function of the API is set up. */
import { checkpointStoreOf } from "@dr/event-log/checkpoint-store";
import { createKeyReader, platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import { createExportSigner, type ExportTelemetry } from "./export-signer.ts";

/** Both are absent where they are not set up; exports then say so. */
export function evidenceFromEnv(env: BaseEnv, telemetry: ExportTelemetry): Pick<ApiDeps, "signExport" | "checkpoints"> {
  const readKey = createKeyReader(env, { file: env.DR_EXPORT_KEY_FILE, secretId: env.DR_EXPORT_KEY_SECRET });
  return {
    signExport: createExportSigner(readKey, telemetry),
    checkpoints: checkpointStoreOf(env, platformClientConfig(env, "s3", "read")),
  };
}
