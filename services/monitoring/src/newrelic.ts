/** New Relic: figures by its metric API (New Relic, "Report metrics via the Metric API"). Taken means read, not kept: what is wrong with it is told as NrIntegrationError. */
import type { Integration } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { metricsOf } from "./metrics-of.ts";
import type { ReadLog } from "./told-events.ts";

/** What it needs: the secret `newrelic` with `licenseKey`. Settings: `apiUrl` (accounts in Europe have one of their own). */
export interface NewRelicDeps {
  readonly readSecret: ReadExternalSecret;
  readonly readLog: ReadLog;
}

const API = "https://metric-api.newrelic.com";
const INTERVAL_MS = 60_000;

/** The connector. */
export function newRelicIntegration({ readSecret, readLog }: NewRelicDeps): Integration {
  return {
    kind: "newrelic",
    toRequests: async (input) => {
      const figures = await metricsOf(input, readLog);
      if (figures.length === 0) return [];
      const key = memberOf(await readSecret("newrelic"), "newrelic", "licenseKey");
      const timestamp = Date.parse(input.event.time);
      const metrics = figures.map(({ name, kind, value, tags: attributes }) => ({
        name,
        type: kind,
        value,
        timestamp,
        ...(kind === "count" ? { "interval.ms": INTERVAL_MS } : {}),
        attributes,
      }));
      const headers = { "content-type": "application/json", "api-key": key };
      return [
        {
          id: input.event.id,
          method: "POST",
          url: `${input.receiver.settings["apiUrl"] ?? API}/metric/v1`,
          headers,
          body: JSON.stringify([{ metrics }]),
        },
      ];
    },
  };
}
