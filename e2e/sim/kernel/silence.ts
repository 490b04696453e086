/** Telemetry of simulated processes: lines go to the trace, counts nowhere. */
import type { Logger, Telemetry } from "@dr/runtime";
import type { Trace } from "./trace.ts";

/** Telemetry of one process. Warnings and errors are part of the story. */
export function createSimTelemetry(trace: Trace, processId: string): Telemetry {
  const line = (message: string, fields?: unknown): void => {
    trace.note("says", () => `${processId}: ${message} ${toText(fields)}`);
  };
  const logger: Logger = { debug: () => undefined, info: () => undefined, warn: line, error: line, with: () => logger };
  return { logger, metrics: { count: () => undefined, durationMs: () => undefined, flush: () => undefined } };
}

function toText(fields: unknown): string {
  return JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? `${value.name}: ${value.message}` : value)) ?? "";
}
