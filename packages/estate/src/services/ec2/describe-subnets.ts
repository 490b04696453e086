// DescribeSubnets.
import type { DescribeSubnetsResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { dryRun, ec2PageOf } from "./ec2-input.ts";
import { SIMULATED_SUBNET, SIMULATED_VPC, subnetKind } from "./records.ts";

/** Subnets by id; an unknown one is InvalidSubnetID.NotFound. */
export const describeSubnets = readOperation({
  input: z.object({
    SubnetIds: z.array(z.string()).default([]),
    MaxResults: z.int().min(5).max(1000).optional(),
    NextToken: z.string().optional(),
    DryRun: z.boolean().default(false),
  }),
  resources: ({ SubnetIds }) => SubnetIds,
  run: ({ SubnetIds, DryRun, ...paging }, { world, region, accountId }): DescribeSubnetsResult => {
    const all = [{ subnetId: SIMULATED_SUBNET, availabilityZone: `${region}a` }, ...world.list(subnetKind, region)];
    const missing = SubnetIds.find((id) => !all.some(({ subnetId }) => subnetId === id));
    if (missing !== undefined) throw awsError("InvalidSubnetID.NotFound", `The subnet ID '${missing}' does not exist`);
    if (DryRun) throw dryRun();
    const wanted = all.filter(({ subnetId }) => SubnetIds.length === 0 || SubnetIds.includes(subnetId));
    const { items, nextToken } = ec2PageOf(wanted, paging);
    return {
      Subnets: items.map(({ subnetId, availabilityZone }) => ({
        SubnetId: subnetId,
        State: "available",
        VpcId: SIMULATED_VPC,
        AvailabilityZone: availabilityZone,
        OwnerId: accountId,
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});
