/** Telemetry that costs nothing: what the engine does is measured, not what it says about it. */
import type { Logger, Telemetry } from "@dr/runtime";

const logger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, with: () => logger };

/** Telemetry that keeps nothing. */
export const quietTelemetry: Telemetry = {
  logger,
  metrics: { count: () => undefined, durationMs: () => undefined, flush: () => undefined },
};
