// DescribeSecurityGroups and DescribeSecurityGroupRules.
import type { DescribeSecurityGroupRulesResult, DescribeSecurityGroupsResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { dryRun, ec2Filters, ec2PageOf } from "./ec2-input.ts";
import { securityGroupKind } from "./records.ts";
import { ruleShape } from "./security-group-rules.ts";

const page = { MaxResults: z.int().min(5).max(1000).optional(), NextToken: z.string().optional(), DryRun: z.boolean().default(false) };

/** Groups by id; an unknown one is InvalidGroup.NotFound. Rules are told by DescribeSecurityGroupRules. */
export const describeSecurityGroups = readOperation({
  input: z.object({ GroupIds: z.array(z.string()).default([]), ...page }),
  resources: ({ GroupIds }) => GroupIds,
  run: ({ GroupIds, DryRun, ...paging }, { world, region, accountId }): DescribeSecurityGroupsResult => {
    const groups = world.list(securityGroupKind, region).filter(({ groupId }) => GroupIds.length === 0 || GroupIds.includes(groupId));
    const missing = GroupIds.find((id) => !groups.some(({ groupId }) => groupId === id));
    if (missing !== undefined) throw awsError("InvalidGroup.NotFound", `The security group '${missing}' does not exist`);
    if (DryRun) throw dryRun();
    const { items, nextToken } = ec2PageOf(groups, paging);
    return {
      SecurityGroups: items.map(({ groupId, name, description, vpcId }) => ({
        GroupId: groupId,
        GroupName: name,
        Description: description,
        VpcId: vpcId,
        OwnerId: accountId,
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});

/** Rules by id, or by the filters `group-id`, `security-group-rule-id` and `tag:…`. */
export const describeSecurityGroupRules = readOperation({
  input: z.object({ SecurityGroupRuleIds: z.array(z.string()).default([]), Filters: ec2Filters, ...page }),
  resources: ({ Filters }) => Filters.get("group-id") ?? [],
  run: ({ SecurityGroupRuleIds, Filters, DryRun, ...paging }, { world, region, accountId }): DescribeSecurityGroupRulesResult => {
    const rules = world.list(securityGroupKind, region).flatMap(({ groupId, rules: own }) => own.map((rule) => ({ groupId, rule })));
    const valueOf = ({ groupId, rule }: (typeof rules)[number], name: string): string => {
      if (name === "group-id") return groupId;
      if (name === "security-group-rule-id") return rule.ruleId;
      if (name.startsWith("tag:")) return rule.tags[name.slice("tag:".length)] ?? "";
      throw awsError("InvalidParameterValue", `The filter '${name}' is not simulated`);
    };
    const kept = rules
      .filter(({ rule }) => SecurityGroupRuleIds.length === 0 || SecurityGroupRuleIds.includes(rule.ruleId))
      .filter((one) => [...Filters].every(([name, values]) => values.includes(valueOf(one, name))));
    if (DryRun) throw dryRun();
    const { items, nextToken } = ec2PageOf(kept, paging);
    return {
      SecurityGroupRules: items.map(({ groupId, rule }) => ruleShape(groupId, accountId, rule)),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});
