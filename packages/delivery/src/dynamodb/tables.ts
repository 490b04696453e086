/** The tables of the outbox, as plain data. */
import type { TableManifest } from "@dr/runtime";

/** Every event that came over the bus; forgotten after 40 days, the log never forgets. */
export const outboxEventTable: TableManifest = {
  name: "dr-outbox-events",
  dataClass: "outside",
  partitionKey: "executionId",
  sortKey: "position",
  indexes: [{ name: "TimeFeed", partitionKey: "day", sortKey: "cursor", projection: "ALL" }],
  ttlAttribute: "expiresAt",
};

/** What is still to be delivered: one item per receiver and execution. `DueIndex` holds lanes alone that have something to do. */
export const deliveryLaneTable: TableManifest = {
  name: "dr-delivery-lanes",
  dataClass: "outside",
  partitionKey: "laneId",
  indexes: [{ name: "DueIndex", partitionKey: "dueShard", partitionKeyType: "N", sortKey: "dueAt", projection: "KEYS_ONLY" }],
  ttlAttribute: "expiresAt",
};

/** What was tried, for 30 days. */
export const deliveryRecordTable: TableManifest = {
  name: "dr-delivery-records",
  dataClass: "outside",
  partitionKey: "receiverId",
  sortKey: "position",
  ttlAttribute: "expiresAt",
};

/** Who receives. */
export const receiverTable: TableManifest = { name: "dr-receivers", dataClass: "outside", partitionKey: "receiverId" };

/** The secret that receivers' own secrets are derived from, in Secrets Manager; made by people. */
export const WEBHOOK_KEY_SECRET = "dr-orchestration/webhook-key";
