/** ARNs of what the tests of this adapter act on. */

/** Service `web` of cluster `shop`. */
export const SERVICE = "arn:aws:ecs:us-west-2:123456789012:service/shop/web";
/** Node group `workers` of cluster `shop`. */
export const NODEGROUP = "arn:aws:eks:us-west-2:123456789012:nodegroup/shop/workers/simulated";
/** An event source mapping. */
export const MAPPING = "arn:aws:lambda:us-west-2:123456789012:event-source-mapping:00000000-0000-4000-8000-000000000001";
/** Endpoints of a cluster, the first in us-east-1. */
export const ENDPOINTS = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"].map((region) => ({
  url: `https://aaaaaaaa.route53-recovery-cluster.${region}.amazonaws.com/v1`,
  region,
}));

/** One of the routing controls of a panel. */
export function controlArn(number: number): string {
  return `arn:aws:route53-recovery-control::123456789012:controlpanel/${"0".repeat(32)}/routingcontrol/${String(number).padStart(16, "0")}`;
}
