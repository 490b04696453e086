/** `database.documentdb_failback`. */
import { globalSwitchover } from "../global/change.ts";
import { documentDb } from "../global/engines.ts";

/** Moves the primary of DocumentDB global clusters back once the former primary is connected again. */
export const documentdbFailback = globalSwitchover(
  documentDb,
  "Moves the primary of DocumentDB global clusters back once the former primary is connected again",
);
