/** `database.documentdb_failover`. */
import { globalFailover } from "../global/change.ts";
import { documentDb } from "../global/engines.ts";

/** Makes a named secondary the primary of DocumentDB global clusters whose primary is lost; gives up what had not arrived. */
export const documentdbFailover = globalFailover(
  documentDb,
  "Makes a named secondary the primary of DocumentDB global clusters whose primary is lost; gives up what had not arrived",
);
