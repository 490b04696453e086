/** Logs and metrics: one narrow port each, filled by Lambda Powertools. Traces are Lambda's own (active tracing): no library is needed for them. */
import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import { Metrics as PowertoolsMetrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** What a line says beside its message. Never an event's payload: it may bear secrets. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON line at a call. */
export interface Logger {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** A logger that adds `fields` to each line: correlationId, stream, eventId. */
  readonly with: (fields: LogFields) => Logger;
}

/** Counts and durations. Dimensions must have few values: a type or a code, never an id. */
export interface Metrics {
  readonly count: (name: string, value?: number, dimensions?: Readonly<Record<string, string>>) => void;
  readonly durationMs: (name: string, value: number) => void;
  /** Writes what was gathered; the handler wrappers call it at the end of each invocation. */
  readonly flush: () => void;
}

/** What every handler writes to. */
export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const NAMESPACE = "DrOrchestrator";

/** Powertools logger and metrics (namespace `DrOrchestrator`) of one service. Levels and switches follow the `POWERTOOLS_*` variables. */
export function createTelemetry(service: string): Telemetry {
  return { logger: createLogger(service), metrics: createMetrics(service) };
}

/** A Powertools logger behind the port. */
export function createLogger(service: string): Logger {
  return wrapLogger(
    once(() => new PowertoolsLogger({ serviceName: service })),
    {},
  );
}

/** Powertools metrics behind the port. */
export function createMetrics(service: string): Metrics {
  let counted = false;
  const metricsOf = once(() => {
    counted = true;
    return new PowertoolsMetrics({ namespace: NAMESPACE, serviceName: service });
  });
  return {
    count: (name, value = 1, dimensions) => {
      const metrics = metricsOf();
      if (dimensions === undefined) {
        metrics.addMetric(name, MetricUnit.Count, value);
        return;
      }
      const single = metrics.singleMetric();
      single.addDimensions({ ...dimensions });
      single.addMetric(name, MetricUnit.Count, value);
    },
    durationMs: (name, value) => {
      metricsOf().addMetric(name, MetricUnit.Milliseconds, value);
    },
    flush: () => {
      if (counted && metricsOf().hasStoredMetrics()) metricsOf().publishStoredMetrics();
    },
  };
}

/** Made with the first line: most invocations of most functions have nothing to say. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function wrapLogger(loggerOf: () => PowertoolsLogger, bound: LogFields): Logger {
  const line =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, fields: LogFields = {}) => {
      loggerOf()[level](message, { ...bound, ...fields });
    };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    with: (fields) => wrapLogger(loggerOf, { ...bound, ...fields }),
  };
}
