/** What the S3 adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/all.ts";
import { acting, reading } from "./src/rights.ts";

/** The S3 adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-s3",
  technology: "s3_replication",
  version: "1.0.0",
  description: "Leads clients to the replicas of S3 buckets, and back",
  operations,
  defaultOperation: "failover",
  iam: [...reading, ...acting],
  queries: { iam: reading },
});
