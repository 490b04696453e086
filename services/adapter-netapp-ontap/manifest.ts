/** What the NetApp ONTAP adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { operations } from "./src/operations/all.ts";

// Clusters are reached over HTTPS; of AWS only the secrets that say how are read, in any Region.
const secrets: readonly AdapterIam[] = [
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:${partition}:secretsmanager:*:${account}:secret:dr-orchestration/netapp-ontap/*"],
  },
];

/** The NetApp ONTAP adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-netapp-ontap",
  technology: "netapp_ontap",
  version: "1.0.0",
  description: "Fails volumes that SnapMirror replicates over to the other cluster, and back",
  operations,
  defaultOperation: "failover",
  iam: secrets,
  entersAccounts: false,
  queries: { iam: secrets },
});
