/** What the SQL Server Always On adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { sqlAlarms, sqlGraphs } from "./src/metric-place.ts";
import { operations } from "./src/operations/all.ts";

// Instances are reached over TDS; of AWS only the secrets that say how are read, in any Region.
const secrets: readonly AdapterIam[] = [
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:${partition}:secretsmanager:*:${account}:secret:dr-orchestration/sql-always-on/*"],
  },
];

/** The SQL Server Always On adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-sql-always-on",
  technology: "sql_always_on",
  version: "1.0.0",
  description: "Fails SQL Server availability groups over to another replica, and back",
  operations,
  defaultOperation: "failover",
  iam: secrets,
  entersAccounts: false,
  queries: { iam: secrets },
  alarms: sqlAlarms,
  graphs: sqlGraphs,
});
