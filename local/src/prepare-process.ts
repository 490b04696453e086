/** What Lambda's own environment would say to the SDK and to Powertools; set before any of them is loaded. */

/** Call it before importing services: some libraries read these variables once, when they are loaded. */
export function prepareProcess(): void {
  // SDK clients here must never find somebody's real credentials: everything they call is on this machine.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
  delete process.env["AWS_SESSION_TOKEN"];
  process.env["POWERTOOLS_TRACE_ENABLED"] ??= "false";
  // The X-Ray library otherwise hooks every promise of the process to carry a context that nobody reads here.
  process.env["AWS_XRAY_MANUAL_MODE"] ??= "true";
  process.env["POWERTOOLS_METRICS_DISABLED"] ??= "true";
  process.env["POWERTOOLS_LOG_LEVEL"] ??= "WARN";
}
