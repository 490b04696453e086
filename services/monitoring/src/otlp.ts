/** OpenTelemetry: a trace for each execution when it ends, as OTLP over HTTP in JSON (OpenTelemetry, "OTLP Specification"). Any collector takes it; so does New Relic. */
import type { Integration } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { eventsUpTo, type ReadLog } from "./told-events.ts";
import { toTrace } from "./trace.ts";

/** What it needs: the secret `otlp` with `headerValue`, sent as the header that the setting `headerName` names (else none). Settings: `collectorUrl`. */
export interface OtlpDeps {
  readonly readSecret: ReadExternalSecret;
  readonly readLog: ReadLog;
}

const ENDS = new Set(["ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled"]);

/** The connector. Ids follow from the execution, so a trace that is sent again is the same one. */
export function otlpIntegration({ readSecret, readLog }: OtlpDeps): Integration {
  return {
    kind: "otlp",
    toRequests: async ({ event, context, receiver }) => {
      if (!ENDS.has(event.type)) return [];
      const { collectorUrl = "", headerName } = receiver.settings as Record<string, string | undefined>;
      const own = headerName === undefined ? {} : { [headerName.toLowerCase()]: memberOf(await readSecret("otlp"), "otlp", "headerValue") };
      const body = JSON.stringify(toTrace(await eventsUpTo(readLog, event.subject, event.sequence), context));
      return [
        { id: event.id, method: "POST", url: `${collectorUrl}/v1/traces`, headers: { "content-type": "application/json", ...own }, body },
      ];
    },
  };
}
