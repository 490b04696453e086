/** OpenTelemetry: a trace for each execution when it ends, and figures as they happen, as OTLP over HTTP in JSON (OpenTelemetry, "OTLP Specification"). Any collector takes both; so does New Relic. */
import { ENDS, type Integration, type OutboundRequest } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { metricsOf } from "./metrics-of.ts";
import { toOtlpMetrics } from "./otlp-metrics.ts";
import { eventsUpTo, type ReadLog } from "./told-events.ts";
import { toTrace } from "./trace.ts";

/**
 * What it needs: the secret `otlp` with `headerValue`, sent as the header that the setting `headerName` names (else none). Settings: `collectorUrl`, and
 * `signals`: `traces` (default), `metrics`, or both with a comma.
 */
export interface OtlpDeps {
  readonly readSecret: ReadExternalSecret;
  readonly readLog: ReadLog;
}

const ENDED: ReadonlySet<string> = new Set(ENDS);

/** The connector. Ids follow from the execution, so a trace that is sent again is the same one. */
export function otlpIntegration({ readSecret, readLog }: OtlpDeps): Integration {
  return {
    kind: "otlp",
    toRequests: async (input) => {
      const { event, context, receiver } = input;
      const { collectorUrl = "", headerName, signals = "traces" } = receiver.settings as Record<string, string | undefined>;
      const wanted = new Set(signals.split(",").map((signal) => signal.trim()));
      const figures = wanted.has("metrics") ? await metricsOf(input, readLog) : [];
      const isEnd = wanted.has("traces") && ENDED.has(event.type);
      if (figures.length === 0 && !isEnd) return [];
      const own = headerName === undefined ? {} : { [headerName.toLowerCase()]: memberOf(await readSecret("otlp"), "otlp", "headerValue") };
      const to = (signal: "traces" | "metrics", body: object): OutboundRequest => ({
        id: signal === "traces" ? event.id : `${event.id}/metrics`,
        method: "POST",
        url: `${collectorUrl}/v1/${signal}`,
        headers: { "content-type": "application/json", ...own },
        body: JSON.stringify(body),
      });
      return [
        ...(figures.length > 0 ? [to("metrics", toOtlpMetrics(figures, event.time))] : []),
        ...(isEnd ? [to("traces", toTrace(await eventsUpTo(readLog, event.subject, event.sequence), context))] : []),
      ];
    },
  };
}
