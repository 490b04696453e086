/** A zone, a target group behind a load balancer, a security group, and what the environment `production` says. */
import type { SeedDocument } from "@dr/estate";
import { balanced, GROUP, NEW } from "./balanced.ts";

/** The security group. */
export const SG = "sg-0a1b2c3d4e5f60001";
/** Where the environment's parameters stand. */
export const PATH = "/dr-orchestration/production/infrastructure";
const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/0123456789abcdef";

/** The seed; with the environment's parameters where they are wanted. */
export const updated = (parameters: Readonly<Record<string, string>> = {}): SeedDocument => ({
  ...balanced,
  ec2: { ...balanced.ec2, securityGroups: [{ id: SG }] },
  route53: {
    zones: [
      { id: "Z1", name: "example.com", records: [{ name: "app.example.com", type: "CNAME", ttl: 300, values: ["old.example.com"] }] },
    ],
  },
  ssm: { parameters: Object.entries(parameters).map(([name, value]) => ({ name: `${PATH}/${name}`, value })) },
});

/** All that an environment says. */
export const PARAMETERS = { "dns-ttl": "30", "load-balancer-arns": `${BALANCER},arn:of:another`, "route53-hosted-zones": "Z1,Z9" };

/** The three lists in the words of older plans. */
export const WORDS = {
  dns_updates: [{ hosted_zone_id: "Z1", record_name: "app.example.com", record_type: "CNAME", new_value: "new.example.com" }],
  lb_updates: [{ target_group_arn: GROUP, register: [{ id: NEW }] }],
  sg_updates: [{ group_id: SG, authorize: [{ from_port: 443, peer: "10.1.0.0/16" }] }],
};
