/** The database adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { operations } from "./operations/index.ts";
import { queries } from "./queries.ts";
import { createDatabaseClients, type DatabaseClients } from "./clients.ts";

/** Technology `database`. */
export const databaseAdapter = defineAdapter<DatabaseClients>({
  technology: "database",
  version: "1.0.0",
  operations,
  queries,
  createClients: createDatabaseClients,
});
