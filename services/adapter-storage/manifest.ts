/** What the storage adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/all.ts";
import { acting, reading } from "./src/rights.ts";

/** The storage adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-storage",
  technology: "storage",
  version: "1.0.0",
  description: "Fails EFS over and back, keeps and restores EBS volumes, restores what AWS Backup kept clean",
  operations,
  iam: [...reading, ...acting],
  queries: { iam: reading },
});
