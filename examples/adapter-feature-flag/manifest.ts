/** What the feature-flag adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { set } from "./src/operations/set.ts";

/** The feature-flag adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-feature-flag",
  technology: "feature_flag",
  version: "1.0.0",
  description: "Sets feature flags that applications read from Parameter Store",
  operations: { set },
  iam: [{ actions: ["ssm:GetParameter", "ssm:PutParameter"], arns: ["arn:${partition}:ssm:*:${account}:parameter/*"] }],
  queries: { iam: [{ actions: ["ssm:GetParameter"], arns: ["arn:${partition}:ssm:*:${account}:parameter/*"] }] },
});
