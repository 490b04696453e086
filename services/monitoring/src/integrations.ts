/** All monitoring systems, by the kinds that receivers name. */
import type { Integration } from "@dr/delivery";
import type { SenderParts } from "@dr/delivery/sender";
import { datadogIntegration } from "./datadog.ts";
import { newRelicIntegration } from "./newrelic.ts";
import { otlpIntegration } from "./otlp.ts";

/** Each is on where a receiver of its kind is configured. */
export function monitors(parts: Pick<SenderParts, "readSecret" | "readLog">): readonly Integration[] {
  return [datadogIntegration(parts), newRelicIntegration(parts), otlpIntegration(parts)];
}
