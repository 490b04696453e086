/** Takes away what stands in a Region itself. CloudFront and Route 53 are changed in us-east-1, too: without it origin groups and routing controls have to do. */
import { addFault } from "./faults.ts";

const REGIONAL = ["rds", "drs", "ec2", "elasticfilesystem", "s3", "s3-control", "ssm", "monitoring", "ontap", "sqlserver"];

/**
 * Every connection to the Region's services is reset from now on, across restarts. `kept`: services that answer all the same. A runtime that is started
 * again in the Region keeps its own parameters there (`ssm`) and does not come up without them. Throws if the estate refuses.
 */
export async function loseRegion(endpoint: string, region: string, kept: readonly string[] = []): Promise<void> {
  const lost = REGIONAL.filter((service) => !kept.includes(service));
  await addFault(endpoint, { rules: lost.map((service) => ({ kind: "region-down", region, service })) });
}
