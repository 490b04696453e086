/** Takes away what stands in a Region itself. CloudFront and Route 53 are changed in us-east-1, too: without it origin groups and routing controls have to do. */

const REGIONAL = ["rds", "drs", "ec2", "elasticfilesystem", "s3", "s3-control", "ssm", "monitoring", "ontap", "sqlserver"];

/**
 * Every connection to the Region's services is reset from now on, across restarts. `kept`: services that answer all the same. A runtime that is started
 * again in the Region keeps its own parameters there (`ssm`) and does not come up without them. Throws if the estate refuses.
 */
export async function loseRegion(endpoint: string, region: string, kept: readonly string[] = []): Promise<void> {
  const lost = REGIONAL.filter((service) => !kept.includes(service));
  const body = JSON.stringify({ rules: lost.map((service) => ({ kind: "region-down", region, service })) });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${endpoint}/_local/estate/faults`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`the Region could not be lost: ${answer.status}`);
}
