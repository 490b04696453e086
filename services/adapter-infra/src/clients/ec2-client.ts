/** The part of Amazon EC2 that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeSecurityGroupRules,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type Instance,
  type IpPermission,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { collectPages, createClientPair, toTagList } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { DrError } from "@dr/events";

/** An instance as EC2 tells it. `reason` is EC2's own explanation of the last change of state, where it gives one. */
export interface InstanceFacts {
  readonly instanceId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly privateIp: string | null;
  readonly publicIp: string | null;
  readonly subnetId: string | null;
}

/** A rule of a security group, with exactly one peer. */
export interface RuleFacts {
  readonly ruleId: string;
  readonly egress: boolean;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: string;
  readonly description: string | null;
}

/** What is launched: one version of a template, so that a repeated request means the same. */
export interface LaunchOrder {
  readonly templateId: string;
  readonly version: string;
  readonly count: number;
  readonly clientToken: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly subnetId?: string;
  readonly securityGroupIds?: readonly string[];
  /** The template has network interfaces: then subnet and groups stand in one, too. */
  readonly hasInterfaces?: boolean;
}

/** EC2 in one Region. Reads are repeated by the client; everything that acts is sent once. */
export interface Ec2Port {
  /** Throws `InvalidInstanceID.NotFound`. */
  readonly describeInstance: (instanceId: string) => Promise<InstanceFacts>;
  /** Status checks by name, such as `ok` or `initializing`; `not-applicable` while it does not run. */
  readonly instanceChecks: (instanceId: string) => Promise<{ readonly instance: string; readonly system: string }>;
  readonly startInstance: (instanceId: string) => Promise<void>;
  readonly stopInstance: (instanceId: string, options: { readonly force: boolean }) => Promise<void>;
  /** All instances that carry these tags, terminated ones too, as long as EC2 shows them. */
  readonly instancesTagged: (tags: Readonly<Record<string, string>>) => Promise<readonly InstanceFacts[]>;
  /** A template's version by its number, for `$Default`, `$Latest` or a number. Throws `InvalidLaunchTemplateId.*`. */
  readonly templateVersion: (templateId: string, version: string) => Promise<{ readonly version: string; readonly hasInterfaces: boolean }>;
  /** Ids of what was launched. */
  readonly runInstances: (order: LaunchOrder) => Promise<readonly string[]>;
  readonly terminateInstances: (instanceIds: readonly string[]) => Promise<void>;
  /** Throws `InvalidGroup.NotFound`. */
  readonly describeRules: (groupId: string) => Promise<readonly RuleFacts[]>;
  /** One rule. Throws `InvalidPermission.Duplicate` when it is there. */
  readonly authorizeRule: (groupId: string, rule: Omit<RuleFacts, "ruleId">, tags: Readonly<Record<string, string>>) => Promise<void>;
  readonly revokeRule: (groupId: string, rule: Pick<RuleFacts, "ruleId" | "egress">) => Promise<void>;
}

/** EC2 behind its port. */
export function createEc2Port(env: FunctionEnv, region: string | undefined): Ec2Port {
  const { read, mutate } = createClientPair(env, (config) => new EC2Client(config), region);
  return {
    describeInstance: async (instanceId) => {
      const { Reservations } = await read.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
      const instance = Reservations?.[0]?.Instances?.[0];
      if (!instance) throw new DrError("infrastructure.instance_not_found", `EC2 has no instance ${instanceId}`);
      return toInstance(instance);
    },
    instanceChecks: async (instanceId) => {
      const { InstanceStatuses } = await read.send(
        new DescribeInstanceStatusCommand({ InstanceIds: [instanceId], IncludeAllInstances: true }),
      );
      const [status] = InstanceStatuses ?? [];
      return { instance: status?.InstanceStatus?.Status ?? "", system: status?.SystemStatus?.Status ?? "" };
    },
    startInstance: async (instanceId) => {
      await mutate.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
    },
    stopInstance: async (instanceId, { force }) => {
      await mutate.send(new StopInstancesCommand({ InstanceIds: [instanceId], ...(force ? { Force: true } : {}) }));
    },
    instancesTagged: async (tags) => {
      const Filters = Object.entries(tags).map(([name, value]) => ({ Name: `tag:${name}`, Values: [value] }));
      const found = await collectPages(paginateDescribeInstances({ client: read }, { Filters }), ({ Reservations }) =>
        Reservations?.flatMap(({ Instances }) => Instances ?? []),
      );
      return found.map(toInstance);
    },
    templateVersion: async (LaunchTemplateId, version) => {
      const { LaunchTemplateVersions } = await read.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [version] }),
      );
      const [{ VersionNumber: number, LaunchTemplateData: data } = {}] = LaunchTemplateVersions ?? [];
      if (number !== undefined) return { version: String(number), hasInterfaces: (data?.NetworkInterfaces ?? []).length > 0 };
      throw new DrError("infrastructure.template_not_found", `launch template ${LaunchTemplateId} has no version ${version}`);
    },
    runInstances: (order) => runInstances(mutate, order),
    terminateInstances: async (instanceIds) => {
      await mutate.send(new TerminateInstancesCommand({ InstanceIds: [...instanceIds] }));
    },
    describeRules: async (groupId) => {
      const Filters = [{ Name: "group-id", Values: [groupId] }];
      const rules = await collectPages(
        paginateDescribeSecurityGroupRules({ client: read }, { Filters }),
        ({ SecurityGroupRules }) => SecurityGroupRules,
      );
      return rules.map(toRule);
    },
    authorizeRule: async (GroupId, rule, tags) => {
      const TagSpecifications = [{ ResourceType: "security-group-rule" as const, Tags: toTagList(tags) }];
      const request = { GroupId, IpPermissions: [toPermission(rule)], TagSpecifications };
      if (rule.egress) await mutate.send(new AuthorizeSecurityGroupEgressCommand(request));
      else await mutate.send(new AuthorizeSecurityGroupIngressCommand(request));
    },
    revokeRule: async (GroupId, { ruleId, egress }) => {
      const request = { GroupId, SecurityGroupRuleIds: [ruleId] };
      if (egress) await mutate.send(new RevokeSecurityGroupEgressCommand(request));
      else await mutate.send(new RevokeSecurityGroupIngressCommand(request));
    },
  };
}

async function runInstances(client: EC2Client, order: LaunchOrder): Promise<readonly string[]> {
  const { templateId, version, count, clientToken, tags } = order;
  const { Instances } = await client.send(
    new RunInstancesCommand({
      LaunchTemplate: { LaunchTemplateId: templateId, Version: version },
      MinCount: count,
      MaxCount: count,
      ClientToken: clientToken,
      TagSpecifications: [{ ResourceType: "instance", Tags: toTagList(tags) }],
      ...placeIn(order),
    }),
  );
  return (Instances ?? []).map(({ InstanceId }) => InstanceId ?? "");
}

/** EC2 refuses a subnet or groups of the request beside interfaces of its template (RunInstances, InvalidParameterCombination). */
function placeIn({ subnetId, securityGroupIds, hasInterfaces = false }: LaunchOrder) {
  if (subnetId === undefined && securityGroupIds === undefined) return {};
  const subnet = subnetId === undefined ? {} : { SubnetId: subnetId };
  if (!hasInterfaces) return { ...subnet, ...(securityGroupIds === undefined ? {} : { SecurityGroupIds: [...securityGroupIds] }) };
  return {
    NetworkInterfaces: [{ DeviceIndex: 0, ...subnet, ...(securityGroupIds === undefined ? {} : { Groups: [...securityGroupIds] }) }],
  };
}

function toInstance(instance: Instance): InstanceFacts {
  return {
    instanceId: instance.InstanceId ?? "",
    state: instance.State?.Name ?? "",
    reason: instance.StateReason?.Message ?? null,
    privateIp: instance.PrivateIpAddress ?? null,
    publicIp: instance.PublicIpAddress ?? null,
    subnetId: instance.SubnetId ?? null,
  };
}

function toRule(rule: SecurityGroupRule): RuleFacts {
  return {
    ruleId: rule.SecurityGroupRuleId ?? "",
    egress: rule.IsEgress === true,
    protocol: rule.IpProtocol ?? "-1",
    fromPort: rule.FromPort ?? -1,
    toPort: rule.ToPort ?? -1,
    peer: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? "",
    description: rule.Description ?? null,
  };
}

/** A permission of one rule: the form of the peer tells what it is. */
function toPermission({ protocol, fromPort, toPort, peer, description }: Omit<RuleFacts, "ruleId">): IpPermission {
  const described = description === null ? {} : { Description: description };
  const base = { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort };
  if (peer.startsWith("sg-")) return { ...base, UserIdGroupPairs: [{ GroupId: peer, ...described }] };
  if (peer.startsWith("pl-")) return { ...base, PrefixListIds: [{ PrefixListId: peer, ...described }] };
  if (peer.includes(":")) return { ...base, Ipv6Ranges: [{ CidrIpv6: peer, ...described }] };
  return { ...base, IpRanges: [{ CidrIp: peer, ...described }] };
}
