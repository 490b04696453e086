/** The table of what is audited beside the log, as plain data. */
import type { TableManifest } from "@dr/runtime";

/** By day, in the order in which it came; forgotten after 40 days, whoever keeps a trail has it by then. */
export const trailTable: TableManifest = {
  name: "dr-audit-events",
  dataClass: "outside",
  partitionKey: "executionId",
  sortKey: "position",
  ttlAttribute: "expiresAt",
};
