// AuthorizeSecurityGroup… and RevokeSecurityGroup…, ingress and egress.
import type { AuthorizeSecurityGroupIngressResult, RevokeSecurityGroupIngressResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { dryRun } from "./ec2-input.ts";
import { type RuleRecord, securityGroupKind, type SecurityGroupRecord } from "./records.ts";
import { contentsOf, ipPermissions, ruleKey, ruleShape } from "./security-group-rules.ts";
import { tagSpecifications } from "./tags.ts";

const groupId = z.string().regex(/^sg-[0-9a-f]{8,17}$/u, "expected a security group id (sg- and hex digits)");

/** The group of this id. Throws InvalidGroup.NotFound. */
const requireGroup = ({ world, region }: Pick<WriteCall, "world" | "region">, id: string): SecurityGroupRecord => {
  const group = world.get(securityGroupKind, region, id);
  if (group === undefined) throw awsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
  return group;
};

/** One rule that exists already refuses the whole call. */
const authorize = (egress: boolean) =>
  writeOperation({
    input: z.object({
      GroupId: groupId,
      IpPermissions: ipPermissions,
      TagSpecifications: tagSpecifications,
      DryRun: z.boolean().default(false),
    }),
    resources: ({ GroupId }) => [GroupId],
    run: ({ GroupId, IpPermissions, TagSpecifications, DryRun }, call): AuthorizeSecurityGroupIngressResult => {
      const group = requireGroup(call, GroupId);
      const contents = contentsOf(IpPermissions);
      if (contents.length === 0) throw awsError("MissingParameter", "The request must contain at least one rule in IpPermissions.");
      const known = new Set(group.rules.filter((rule) => rule.egress === egress).map(ruleKey));
      for (const content of contents) {
        if (known.has(ruleKey(content)))
          throw awsError("InvalidPermission.Duplicate", `the specified rule "${ruleKey(content)}" already exists`);
        known.add(ruleKey(content));
      }
      if (DryRun) throw dryRun();
      const added = contents.map((content, index): RuleRecord => ({
        ...content,
        egress,
        ruleId: `sgr-${call.chance.hex(17, `rule|${index}`)}`,
        tags: TagSpecifications.get("security-group-rule") ?? {},
      }));
      call.world.put(securityGroupKind, call.region, GroupId, { ...group, rules: [...group.rules, ...added] });
      return { Return: true, SecurityGroupRules: added.map((rule) => ruleShape(GroupId, call.accountId, rule)) };
    },
  });

/** By rule id or by content; in a VPC, a rule that is not there is InvalidPermission.NotFound. */
const revoke = (egress: boolean) =>
  writeOperation({
    input: z.object({
      GroupId: groupId,
      IpPermissions: ipPermissions,
      SecurityGroupRuleIds: z.array(z.string()).default([]),
      DryRun: z.boolean().default(false),
    }),
    resources: ({ GroupId, SecurityGroupRuleIds }) => [GroupId, ...SecurityGroupRuleIds],
    run: ({ GroupId, IpPermissions, SecurityGroupRuleIds, DryRun }, call): RevokeSecurityGroupIngressResult => {
      const group = requireGroup(call, GroupId);
      const own = group.rules.filter((rule) => rule.egress === egress);
      const byId = SecurityGroupRuleIds.map((id) =>
        found(
          own.find(({ ruleId }) => ruleId === id),
          id,
          "InvalidSecurityGroupRuleId.NotFound",
        ),
      );
      const byContent = contentsOf(IpPermissions).map((content) =>
        found(
          own.find((rule) => ruleKey(rule) === ruleKey(content)),
          ruleKey(content),
          "InvalidPermission.NotFound",
        ),
      );
      if (DryRun) throw dryRun();
      const gone = new Set([...byId, ...byContent]);
      call.world.put(securityGroupKind, call.region, GroupId, { ...group, rules: group.rules.filter((rule) => !gone.has(rule)) });
      return { Return: true };
    },
  });

const found = (rule: RuleRecord | undefined, what: string, code: string): RuleRecord => {
  if (rule === undefined) throw awsError(code, `The specified rule '${what}' does not exist in this security group.`);
  return rule;
};

/** AuthorizeSecurityGroupIngress. */
export const authorizeIngress = authorize(false);
/** AuthorizeSecurityGroupEgress. */
export const authorizeEgress = authorize(true);
/** RevokeSecurityGroupIngress. */
export const revokeIngress = revoke(false);
/** RevokeSecurityGroupEgress. */
export const revokeEgress = revoke(true);
