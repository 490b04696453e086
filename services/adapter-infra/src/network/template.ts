/** The template of a network: a VPC and its subnets, written by us, so that a plan can provision nothing else with the adapter's rights. */
import { createHash } from "node:crypto";
import type { StackContent } from "../clients/stack-client.ts";
import type { Network } from "./input.ts";

/** Tags by which a stack is known as this adapter's, and as up to date. */
export const NETWORK_TAG = "dr:network";
/** The tag that names what a stack was made of. */
export const HASH_TAG = "dr:network-hash";

const PREFIX = "Subnet";

/** The name of a subnet's resource: letters and digits alone, and of two subnets never the same. */
export const logicalIdOf = (subnet: string): string =>
  `${PREFIX}${subnet.replaceAll(/[-x]/g, (sign) => `x${sign.charCodeAt(0).toString(16)}`)}`;

/** The subnet that a resource is; undefined for the VPC. */
export function subnetOf(logicalId: string): string | undefined {
  if (!logicalId.startsWith(PREFIX)) return undefined;
  return logicalId.slice(PREFIX.length).replaceAll(/x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Template and tags. The hash is that of the template: the same network is the same stack, whoever asks for it. */
export function contentOf({ name, cidr, subnets }: Network): StackContent & { readonly hash: string } {
  const tags = (called: string) => [
    { Key: "Name", Value: called },
    { Key: NETWORK_TAG, Value: name },
  ];
  const template = JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Network ${name}, provisioned for disaster recovery`,
    Resources: {
      Vpc: {
        Type: "AWS::EC2::VPC",
        Properties: { CidrBlock: cidr, EnableDnsSupport: true, EnableDnsHostnames: true, Tags: tags(name) },
      },
      ...Object.fromEntries(
        subnets.map((subnet) => [
          logicalIdOf(subnet.name),
          {
            Type: "AWS::EC2::Subnet",
            Properties: {
              VpcId: { Ref: "Vpc" },
              CidrBlock: subnet.cidr,
              AvailabilityZone: subnet.availabilityZone,
              Tags: tags(`${name}-${subnet.name}`),
            },
          },
        ]),
      ),
    },
  });
  const hash = createHash("sha256").update(template).digest("hex").slice(0, 32);
  return { template, hash, tags: { [NETWORK_TAG]: name, [HASH_TAG]: hash } };
}
