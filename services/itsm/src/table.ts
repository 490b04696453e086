/** The table of changes that are followed, as plain data: manifests load no client. */
import type { TableManifest } from "@dr/runtime";

/** The table. */
export const changeTable: TableManifest = {
  name: "dr-itsm-changes",
  dataClass: "outside",
  partitionKey: "list",
  sortKey: "key",
  ttlAttribute: "expiresAt",
};
