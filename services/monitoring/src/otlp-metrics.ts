/** Figures as an `ExportMetricsServiceRequest` in OTLP's JSON: counts are sums of what is new (delta), durations are gauges. The same figures give the same request. */
import type { Figure } from "./metrics-of.ts";
import { attribute, nano, resource, scope } from "./otlp-json.ts";

/** `AGGREGATION_TEMPORALITY_DELTA` of opentelemetry-proto: what Datadog requires, and New Relic recommends. */
const DELTA = 1;

/** The request. A count says what happened in the second that it is told for. `time` is ISO 8601, UTC. */
export function toOtlpMetrics(figures: readonly Figure[], time: string): object {
  const ms = Date.parse(time);
  const metrics = figures.map(({ name, kind, value, tags }) => {
    const attributes = Object.entries(tags).map(([key, text]) => attribute(key, text));
    const point = { attributes, startTimeUnixNano: nano(ms - 1_000), timeUnixNano: nano(ms) };
    return kind === "count"
      ? {
          name,
          unit: "1",
          sum: { aggregationTemporality: DELTA, isMonotonic: true, dataPoints: [{ ...point, asInt: String(value) }] },
        }
      : { name, unit: "s", gauge: { dataPoints: [{ ...point, asDouble: value }] } };
  });
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] };
}
