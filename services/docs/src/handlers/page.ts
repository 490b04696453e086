/** Entry point of the page of the API. */
import { join } from "node:path";
import { createTelemetry, httpHandler, lambdaEntry, parseEnv } from "@dr/runtime";
import { createPage } from "../page.ts";
import { createPageFileReader } from "../read-page-file.ts";

/** The function `dr-api-docs`. */
export const { create, handler } = lambdaEntry((variables) => {
  const { AWS_REGION: region, AUTH_MODE: authMode } = parseEnv(variables, []);
  const readPageFile = createPageFileReader(import.meta.dirname, join(import.meta.dirname, "../.."));
  return httpHandler({ telemetry: createTelemetry("docs"), route: createPage({ region, authMode, readPageFile }) });
});
