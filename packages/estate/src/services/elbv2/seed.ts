// The load balancers' part of a seed.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { listenerKind, loadBalancerKind, ruleKind, targetGroupKind } from "./records.ts";

const arn = z.string().regex(/^arn:aws:elasticloadbalancing:/u, "expected the ARN of a load balancer, target group, listener or rule");

const weights = z.array(z.strictObject({ targetGroupArn: arn, weight: z.int().min(0).max(999) })).min(1);

const targetGroup = z.strictObject({
  arn,
  region: seedRegion,
  name: seedIdentifier.optional(),
  port: z.int().min(1).max(65_535).default(80),
  protocol: z.string().default("HTTP"),
  targetType: z.enum(["instance", "ip", "lambda", "alb"]).default("instance"),
  deregistrationDelaySeconds: z.int().min(0).max(3600).default(300),
  targets: z.array(z.strictObject({ id: z.string(), port: z.int().optional(), healthy: z.boolean().default(true) })).default([]),
});

const schema = z.strictObject({
  loadBalancers: z.array(z.strictObject({ arn, region: seedRegion, name: seedIdentifier.optional() })).default([]),
  targetGroups: z.array(targetGroup).default([]),
  listeners: z
    .array(
      z.strictObject({
        arn,
        loadBalancerArn: arn,
        region: seedRegion,
        port: z.int().default(443),
        protocol: z.string().default("HTTPS"),
        forward: weights,
      }),
    )
    .default([]),
  rules: z
    .array(
      z.strictObject({
        arn,
        listenerArn: arn,
        region: seedRegion,
        priority: z.int().min(1).default(1),
        hosts: z.array(z.string()).default([]),
        forward: weights,
      }),
    )
    .default([]),
});

/** What a seed document may say about load balancers. */
export type Elbv2Seed = z.input<typeof schema>;

const forwardTo = (groups: z.output<typeof weights>) => [
  {
    Type: "forward" as const,
    ForwardConfig: { TargetGroups: groups.map(({ targetGroupArn, weight }) => ({ TargetGroupArn: targetGroupArn, Weight: weight })) },
  },
];

const nameIn = (of: string): string => of.split("/").at(-2) ?? of;

const apply = (seed: z.output<typeof schema>, { seeder, region: usual, createdMs }: SeedContext): void => {
  const place = (kind: string, id: string, region = usual) => ({ service: "elasticloadbalancing", kind, region, id, name: id });
  for (const { arn: id, region = usual, name = nameIn(id) } of seed.loadBalancers) {
    const dnsName = `${name}-${Number.parseInt(seededHex(8, "elb", id), 16)}.${region}.elb.amazonaws.com`;
    seeder.add(loadBalancerKind, place("load-balancer", id, region), () => ({ arn: id, name, dnsName, zoneId: "Z35SXDOTRQ7X7K" }));
  }
  for (const { arn: id, region, name = nameIn(id), targets, ...group } of seed.targetGroups) {
    seeder.add(targetGroupKind, place("target-group", id, region), () => ({
      arn: id,
      name,
      ...group,
      targets: targets.map((target) => ({ ...target, port: target.port ?? group.port, registeredMs: createdMs, checkedMs: createdMs })),
    }));
  }
  for (const { arn: id, region, forward, ...listener } of seed.listeners) {
    seeder.add(listenerKind, place("listener", id, region), () => ({ arn: id, ...listener, actions: forwardTo(forward) }));
  }
  for (const { arn: id, region, forward, hosts, priority, listenerArn } of seed.rules) {
    const conditions = hosts.length === 0 ? [] : [{ Field: "host-header", HostHeaderConfig: { Values: hosts } }];
    seeder.add(ruleKind, place("rule", id, region), () => ({
      arn: id,
      listenerArn,
      priority: String(priority),
      conditions,
      actions: forwardTo(forward),
    }));
  }
};

/** Schema and effect of the load balancers' part. */
export const elbv2Seed = { schema, apply };
