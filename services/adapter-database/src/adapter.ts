/** The database adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { failover } from "./operations/failover.ts";
import { createDatabaseClients, type DatabaseClients } from "./rds-client.ts";

/** Technology `database`. */
export const databaseAdapter = defineAdapter<DatabaseClients>({
  technology: "database",
  version: "1.0.0",
  operations: { failover },
  createClients: createDatabaseClients,
});
