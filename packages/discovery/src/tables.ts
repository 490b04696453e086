/** The table of discovery, as plain data. */
import type { TableManifest } from "@dr/runtime";

/** The last good look at every account and Region. */
export const discoveryTable: TableManifest = { name: "dr-discovery", partitionKey: "key" };
