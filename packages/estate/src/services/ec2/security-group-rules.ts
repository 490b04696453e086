// What a permission of a call means as rules, and as EC2 writes rules.
import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { keptRange } from "./ranges.ts";
import type { RuleRecord } from "./records.ts";
import { toTagList } from "../../tag-list.ts";

const isKept = (text: string): boolean => keptRange(text) !== undefined;
const ipv4 = z
  .string()
  .regex(/^[\d./]+$/u)
  .refine(isKept, "expected an IPv4 range");
const ipv6 = z.string().includes(":").refine(isKept, "expected an IPv6 range");
const described = { Description: z.string().max(255).optional() };

/** `IpPermissions`: each names a protocol, ports, and one or more peers. */
export const ipPermissions = z
  .array(
    z.object({
      IpProtocol: z.string(),
      FromPort: z.int().min(-1).max(65_535).default(-1),
      ToPort: z.int().min(-1).max(65_535).default(-1),
      IpRanges: z.array(z.object({ CidrIp: ipv4, ...described })).default([]),
      Ipv6Ranges: z.array(z.object({ CidrIpv6: ipv6, ...described })).default([]),
      PrefixListIds: z.array(z.object({ PrefixListId: z.string(), ...described })).default([]),
      UserIdGroupPairs: z.array(z.object({ GroupId: z.string(), ...described })).default([]),
    }),
  )
  .default([]);

/** A rule that has no id yet. */
export type RuleContent = Omit<RuleRecord, "ruleId" | "egress" | "tags">;

/** Numbers that EC2 tells by name, and the protocols whose ports it keeps (EC2 API reference, IpPermission). */
const NAMES: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };
const asKept = ({ protocol: asked, ...ports }: Pick<RuleContent, "protocol" | "fromPort" | "toPort">) => {
  const protocol = NAMES[asked] ?? asked.toLowerCase();
  return /^(?:tcp|udp|icmp|icmpv6)$/u.test(protocol) ? { protocol, ...ports } : { protocol, fromPort: -1, toPort: -1 };
};

/** One rule for every peer of every permission. */
export const contentsOf = (permissions: z.output<typeof ipPermissions>): readonly RuleContent[] =>
  permissions.flatMap(({ IpProtocol: protocol, FromPort: fromPort, ToPort: toPort, ...peers }) => {
    const base = asKept({ protocol, fromPort, toPort });
    return [
      ...peers.IpRanges.map(({ CidrIp, Description }) => ({ ...base, cidrIpv4: keptRange(CidrIp), description: Description })),
      ...peers.Ipv6Ranges.map(({ CidrIpv6, Description }) => ({ ...base, cidrIpv6: keptRange(CidrIpv6), description: Description })),
      ...peers.PrefixListIds.map(({ PrefixListId, Description }) => ({ ...base, prefixListId: PrefixListId, description: Description })),
      ...peers.UserIdGroupPairs.map(({ GroupId, Description }) => ({ ...base, referencedGroupId: GroupId, description: Description })),
    ];
  });

/** What makes two rules the same: everything but description and tags. */
export const ruleKey = ({ protocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId }: RuleContent): string =>
  [protocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId].join("|");

/** The `SecurityGroupRule`. */
export const ruleShape = (groupId: string, accountId: string, rule: RuleRecord): SecurityGroupRule => ({
  SecurityGroupRuleId: rule.ruleId,
  GroupId: groupId,
  GroupOwnerId: accountId,
  IsEgress: rule.egress,
  IpProtocol: rule.protocol,
  FromPort: rule.fromPort,
  ToPort: rule.toPort,
  CidrIpv4: rule.cidrIpv4,
  CidrIpv6: rule.cidrIpv6,
  PrefixListId: rule.prefixListId,
  ...(rule.referencedGroupId !== undefined && { ReferencedGroupInfo: { GroupId: rule.referencedGroupId, UserId: accountId } }),
  Description: rule.description,
  Tags: toTagList(rule.tags),
});
