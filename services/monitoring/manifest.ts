/** What the feed of monitoring systems needs from its platform. Plain data. */
import { senderManifest } from "@dr/delivery/sender-manifest";
import type { ServiceManifest } from "@dr/runtime";

const { queue, send, alarms } = senderManifest({
  service: "monitoring",
  description: "Gives monitoring systems metrics of recoveries, and a trace of each execution",
  secrets: ["datadog", "newrelic", "otlp"],
});

/** The feed of monitoring systems. */
export const manifest: ServiceManifest = { service: "monitoring", tables: [], queues: [queue], functions: [send], alarms };
