/** What the audit feed needs from its platform. Plain data. */
import { senderManifest } from "@dr/delivery/sender-manifest";
import type { ServiceManifest } from "@dr/runtime";

const { queue, send } = senderManifest({
  service: "audit",
  description: "Feeds every recorded fact, with the log's hashes, to whoever keeps an audit trail",
  secrets: ["splunk"],
});

/** The audit feed. */
export const manifest: ServiceManifest = { service: "audit", tables: [], queues: [queue], functions: [send] };
