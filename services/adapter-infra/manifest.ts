/** What the infrastructure adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/all.ts";
import { acting, reading } from "./src/rights.ts";

/** The infrastructure adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-infra",
  technology: "infrastructure",
  version: "1.1.0",
  description: "Moves DNS, load balancers, security groups, instances and capacity to where the application was recovered",
  operations,
  // It takes what dns_update takes, so that plans that name no operation mean what they meant when that was the only one.
  defaultOperation: "update",
  iam: [...reading, ...acting],
  queries: { iam: reading },
});
