// The EC2 part of a seed: instances, security groups, subnets, launch templates.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { diskSchema, seedDisks } from "./seed-disks.ts";
import {
  instanceKind,
  launchTemplateKind,
  securityGroupKind,
  SIMULATED_IMAGE,
  SIMULATED_SUBNET,
  SIMULATED_VPC,
  subnetKind,
} from "./records.ts";

const tags = z.record(z.string(), z.string()).default({});

const instance = z.strictObject({
  id: z.string().regex(/^i-[0-9a-f]{8,17}$/u, "expected an instance id (i- and hex digits)"),
  region: seedRegion,
  state: z.enum(["running", "stopped"]).default("running"),
  availabilityZone: z.string().optional(),
  instanceType: z.string().default("m6i.large"),
  securityGroupIds: z.array(z.string()).default([]),
  tags,
});

const rule = z.strictObject({
  egress: z.boolean().default(false),
  protocol: z.string().default("tcp"),
  fromPort: z.int().min(-1).max(65_535),
  toPort: z.int().min(-1).max(65_535),
  cidrIpv4: z.string().optional(),
  referencedGroupId: z.string().optional(),
  description: z.string().optional(),
});

const securityGroup = z.strictObject({
  id: z.string().regex(/^sg-[0-9a-f]{8,17}$/u, "expected a security group id (sg- and hex digits)"),
  region: seedRegion,
  name: z.string().optional(),
  rules: z.array(rule).default([]),
});

const subnet = z.strictObject({
  id: z.string().regex(/^subnet-[0-9a-f]{8,17}$/u, "expected a subnet id (subnet- and hex digits)"),
  region: seedRegion,
  availabilityZone: z.string().optional(),
});

const launchTemplate = z.strictObject({
  id: z.string().regex(/^lt-[0-9a-f]{8,17}$/u, "expected a launch template id (lt- and hex digits)"),
  region: seedRegion,
  name: z.string().optional(),
  latestVersion: z.int().min(1).default(1),
  defaultVersion: z.int().min(1).default(1),
  imageId: z.string().default(SIMULATED_IMAGE),
  instanceType: z.string().default("m6i.large"),
  subnetId: z.string().default(SIMULATED_SUBNET),
  securityGroupIds: z.array(z.string()).default([]),
  tags,
});

const schema = z.strictObject({
  instances: z.array(instance).default([]),
  securityGroups: z.array(securityGroup).default([]),
  subnets: z.array(subnet).default([]),
  launchTemplates: z.array(launchTemplate).default([]),
  ...diskSchema,
});

/** What a seed document may say about EC2. */
export type Ec2Seed = z.input<typeof schema>;

const apply = (seed: z.output<typeof schema>, context: SeedContext): void => {
  const place = (kind: string, id: string, region = context.region) => ({ service: "ec2", kind, region, id, name: id });
  for (const one of seed.instances) seedInstance(one, context);
  seedDisks(seed, context);
  for (const { id, region, name = id, rules } of seed.securityGroups) {
    context.seeder.add(securityGroupKind, place("security-group", id, region), () => ({
      groupId: id,
      name,
      description: "simulated",
      vpcId: SIMULATED_VPC,
      rules: rules.map((content, index) => ({ ...content, ruleId: `sgr-${seededHex(17, "sgr", id, index)}`, tags: {} })),
    }));
  }
  for (const { id, region = context.region, availabilityZone = `${region}a` } of seed.subnets) {
    context.seeder.add(subnetKind, place("subnet", id, region), () => ({ subnetId: id, availabilityZone }));
  }
  for (const { id, region, name = id, ...template } of seed.launchTemplates) {
    context.seeder.add(launchTemplateKind, place("launch-template", id, region), () => ({ templateId: id, name, ...template }));
  }
};

const seedInstance = (
  { id, region: own, state, availabilityZone, ...rest }: z.output<typeof instance>,
  { seeder, region: usual, createdMs }: SeedContext,
): void => {
  const region = own ?? usual;
  const octet = (label: string): number => Number.parseInt(seededHex(2, label, id), 16);
  seeder.add(instanceKind, { service: "ec2", kind: "instance", region, id, name: id }, () => ({
    instanceId: id,
    reservationId: `r-${id.slice(2)}`,
    region,
    availabilityZone: availabilityZone ?? `${region}a`,
    privateIp: `10.0.${octet("ip3")}.${octet("ip4")}`,
    imageId: SIMULATED_IMAGE,
    subnetId: SIMULATED_SUBNET,
    vpcId: SIMULATED_VPC,
    ...rest,
    launchMs: createdMs,
    phases: [{ fromMs: createdMs, state }],
    checksMs: 0,
  }));
};

/** Schema and effect of the EC2 part. */
export const ec2Seed = { schema, apply };
