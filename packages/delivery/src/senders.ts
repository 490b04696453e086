/** The services that send, each from a queue of its own: what one vendor does holds up no other service. Plain data, for manifests too. */

/** By service: its queue of lanes, and the variable that holds the queue's URL. */
export const SENDERS = {
  webhooks: { queue: "webhooks-lanes", variable: "DR_LANE_QUEUE_URL" },
  connectors: { queue: "connectors-lanes", variable: "DR_CONNECTORS_LANE_QUEUE_URL" },
  audit: { queue: "audit-lanes", variable: "DR_AUDIT_LANE_QUEUE_URL" },
  monitoring: { queue: "monitoring-lanes", variable: "DR_MONITORING_LANE_QUEUE_URL" },
  itsm: { queue: "itsm-lanes", variable: "DR_ITSM_LANE_QUEUE_URL" },
} as const;

/** A service that sends. */
export type Sender = keyof typeof SENDERS;

/** The service that serves a receiver: `connectors.slack` is one of `connectors`. A webhook's id names none. */
export function senderOf(receiverId: string): Sender {
  const [service = ""] = receiverId.split(".", 1);
  return service in SENDERS ? (service as Sender) : "webhooks";
}

/** Secrets of other systems lie below this name in Secrets Manager, one for each vendor; made by people. */
export const EXTERNAL_API_SECRETS = "dr-orchestration/external-apis";

/** Parameters below this path of Parameter Store say who receives, beside webhooks: `<path>/<service>/<name>`. */
export const RECEIVERS_PATH = "/dr-orchestration/receivers";
