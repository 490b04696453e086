/** Telemetry that keeps its lines and counts. */
import type { LogFields, Logger, Telemetry } from "../telemetry.ts";

/** A line as it was logged, with the fields bound to its logger. */
export interface RecordedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

/** Telemetry for tests. `counts` is keyed by the metric's name, and by `name{dimension=value}` for each dimension given. */
export interface RecordedTelemetry extends Telemetry {
  readonly lines: readonly RecordedLine[];
  readonly counts: ReadonlyMap<string, number>;
}

/** Telemetry that keeps everything and prints nothing. */
export function createRecordedTelemetry(): RecordedTelemetry {
  const lines: RecordedLine[] = [];
  const counts = new Map<string, number>();
  const add = (key: string, value: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + value);
  };
  const loggerWith = (bound: LogFields): Logger => {
    const line =
      (level: RecordedLine["level"]) =>
      (message: string, fields: LogFields = {}) => {
        lines.push({ level, message, fields: { ...bound, ...fields } });
      };
    return {
      debug: line("debug"),
      info: line("info"),
      warn: line("warn"),
      error: line("error"),
      with: (fields) => loggerWith({ ...bound, ...fields }),
    };
  };
  return {
    lines,
    counts,
    logger: loggerWith({}),
    metrics: {
      count: (name, value = 1, dimensions = {}) => {
        add(name, value);
        for (const [dimension, of] of Object.entries(dimensions)) add(`${name}{${dimension}=${of}}`, value);
      },
      durationMs: () => undefined,
      flush: () => undefined,
    },
  };
}
