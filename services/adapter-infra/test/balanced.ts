/** A target group behind a listener, with one healthy target and one instance that runs beside it. */
import type { SeedDocument } from "@dr/estate";

const BASE = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
export const GROUP = `${BASE}:targetgroup/web/0123456789abcdef`;
export const OTHER = `${BASE}:targetgroup/web-west/0123456789abcdea`;
export const LISTENER = `${BASE}:listener/app/front/0123456789abcdef/0123456789abcdef`;
export const RULE = `${BASE}:listener-rule/app/front/0123456789abcdef/0123456789abcdef/0123456789abcdef`;
export const OLD = "i-0a1b2c3d4e5f60001";
export const NEW = "i-0a1b2c3d4e5f60002";

/** The seed. */
export const balanced: SeedDocument = {
  ec2: { instances: [{ id: OLD }, { id: NEW }] },
  elasticloadbalancing: {
    loadBalancers: [{ arn: `${BASE}:loadbalancer/app/front/0123456789abcdef` }],
    targetGroups: [{ arn: GROUP, targets: [{ id: OLD }] }, { arn: OTHER }],
    listeners: [
      {
        arn: LISTENER,
        loadBalancerArn: `${BASE}:loadbalancer/app/front/0123456789abcdef`,
        forward: [
          { targetGroupArn: GROUP, weight: 100 },
          { targetGroupArn: OTHER, weight: 0 },
        ],
      },
    ],
    rules: [
      {
        arn: RULE,
        listenerArn: LISTENER,
        hosts: ["orders.example.com"],
        forward: [
          { targetGroupArn: GROUP, weight: 100 },
          { targetGroupArn: OTHER, weight: 0 },
        ],
      },
    ],
  },
};
