/** Datadog: figures by its metrics API (Datadog, "Submit metrics", `POST /api/v2/series`). */
import type { Integration } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { metricsOf } from "./metrics-of.ts";
import type { ReadLog } from "./told-events.ts";

/** What it needs: the secret `datadog` with `apiKey`. Settings: `site` or `apiUrl`. */
export interface DatadogDeps {
  readonly readSecret: ReadExternalSecret;
  readonly readLog: ReadLog;
}

const TYPES = { count: 1, gauge: 3 } as const;

/** The connector. A point that is sent again is the same point: Datadog keeps the last one of a second. */
export function datadogIntegration({ readSecret, readLog }: DatadogDeps): Integration {
  return {
    kind: "datadog",
    toRequests: async (input) => {
      const figures = await metricsOf(input, readLog);
      if (figures.length === 0) return [];
      const key = memberOf(await readSecret("datadog"), "datadog", "apiKey");
      const { site = "datadoghq.com", apiUrl = `https://api.${site}` } = input.receiver.settings as Record<string, string | undefined>;
      const timestamp = Math.floor(Date.parse(input.event.time) / 1_000);
      const series = figures.map(({ name, kind, value, tags }) => ({
        metric: name,
        type: TYPES[kind],
        ...(kind === "count" ? { interval: 60 } : {}),
        points: [{ timestamp, value }],
        tags: Object.entries(tags).map(([tag, text]) => `${tag}:${text}`),
      }));
      const headers = { "content-type": "application/json", "dd-api-key": key };
      return [{ id: input.event.id, method: "POST", url: `${apiUrl}/api/v2/series`, headers, body: JSON.stringify({ series }) }];
    },
  };
}
