/** What the infrastructure adapter needs from its platform. */
import { adapterManifest, type AdapterIam } from "@dr/adapter-kit";
import type { AdapterManifest } from "@dr/runtime";
import { dnsUpdate } from "./src/operations/dns-update.ts";

const reads: readonly AdapterIam[] = [
  { actions: ["route53:ListResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] },
  { actions: ["route53:GetChange"], arns: ["arn:${partition}:route53:::change/*"] },
];

/** The infrastructure adapter's manifest. */
export const manifest: AdapterManifest = adapterManifest({
  service: "adapter-infra",
  technology: "infrastructure",
  version: "1.0.0",
  description: "Points DNS records to where the application was recovered",
  operations: { dns_update: dnsUpdate },
  iam: [...reads, { actions: ["route53:ChangeResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] }],
  queries: { iam: reads },
});
