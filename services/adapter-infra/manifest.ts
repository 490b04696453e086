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
  // Plans that name no operation were written when there was one.
  defaultOperation: "dns_update",
  iam: [...reading, ...acting],
  queries: { iam: reading },
});
