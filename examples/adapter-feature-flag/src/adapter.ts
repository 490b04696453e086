/** The feature-flag adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { set } from "./operations/set.ts";
import { createFeatureFlagClients, type FeatureFlagClients } from "./parameter-client.ts";

/** Technology `feature_flag`. */
export const featureFlagAdapter = defineAdapter<FeatureFlagClients>({
  technology: "feature_flag",
  version: "1.0.0",
  operations: { set },
  createClients: createFeatureFlagClients,
});
