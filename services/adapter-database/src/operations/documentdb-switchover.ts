/** `database.documentdb_switchover`. */
import { globalSwitchover } from "../global/change.ts";
import { documentDb } from "../global/engines.ts";

/** Makes a named secondary the primary of DocumentDB global clusters, without loss of data; needs both Regions. */
export const documentdbSwitchover = globalSwitchover(
  documentDb,
  "Makes a named secondary the primary of DocumentDB global clusters, without loss of data; needs both Regions",
);
