/** The SQL Server Always On adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { createSqlClients, type SqlClients } from "./clients.ts";
import { sqlMetrics } from "./metrics.ts";
import { operations } from "./operations/all.ts";
import { queries } from "./queries.ts";

/** Technology `sql_always_on`. */
export const sqlAdapter = defineAdapter<SqlClients>({
  technology: "sql_always_on",
  version: "1.0.0",
  operations,
  queries,
  metrics: sqlMetrics,
  createClients: createSqlClients,
});
