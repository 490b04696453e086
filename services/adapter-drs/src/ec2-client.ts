/** Launched instances, and what they are to be launched into, as EC2 sees them, behind a narrow port. */
import {
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeInstanceStatus,
  type InstanceStatusSummary,
} from "@aws-sdk/client-ec2";
import { collectPages, createClientPair, fromTagList } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** State and checks of one instance, in EC2's own words (`running`, `ok`, `initializing`, …). */
export interface InstanceHealth {
  readonly instanceId: string;
  readonly state: string;
  readonly instanceCheck: string;
  readonly systemCheck: string;
  /** The checks' own word for reachability over the network: `passed`, `failed`, `initializing`; empty when EC2 does not say. */
  readonly reachability: string;
}

/** Where an instance is found, and how it is tagged. */
export interface InstanceAddress {
  readonly instanceId: string;
  readonly state: string;
  readonly privateIp: string | undefined;
  readonly publicIp: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the default version of a launch template names. */
export interface LaunchNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** EC2 in one Region. Reads only. */
export interface Ec2Port {
  /** Instances in any state; one that EC2 does not show yet is missing from the answer. At most 100 ids. */
  readonly describeHealth: (instanceIds: readonly string[]) => Promise<readonly InstanceHealth[]>;
  /** Instances by id; one that does not exist is missing from the answer. At most 200 ids. */
  readonly describeAddresses: (instanceIds: readonly string[]) => Promise<readonly InstanceAddress[]>;
  /** Undefined if there is no such template. */
  readonly launchNetwork: (templateId: string) => Promise<LaunchNetwork | undefined>;
  /** Those of the subnets and security groups that do not exist. */
  readonly missingNetwork: (network: LaunchNetwork) => Promise<readonly string[]>;
}

/** EC2 on AWS, or on `DR_AWS_ENDPOINT`. */
export function createEc2Port(env: FunctionEnv, region: string | undefined): Ec2Port {
  const { read } = createClientPair(env, (config) => new EC2Client(config), region);
  return {
    describeHealth: async (instanceIds) => {
      if (instanceIds.length === 0) return [];
      const pages = paginateDescribeInstanceStatus({ client: read }, { InstanceIds: [...instanceIds], IncludeAllInstances: true });
      const statuses = await collectPages(pages, ({ InstanceStatuses }) => InstanceStatuses);
      return statuses.map(({ InstanceId = "", InstanceState, InstanceStatus, SystemStatus }) => ({
        instanceId: InstanceId,
        state: InstanceState?.Name ?? "",
        instanceCheck: InstanceStatus?.Status ?? "",
        systemCheck: SystemStatus?.Status ?? "",
        reachability: reachabilityOf(InstanceStatus),
      }));
    },
    describeAddresses: async (instanceIds) => {
      if (instanceIds.length === 0) return [];
      // By filter: asked by id, one that is gone would fail the whole request.
      const pages = paginateDescribeInstances({ client: read }, { Filters: [{ Name: "instance-id", Values: [...instanceIds] }] });
      const reservations = await collectPages(pages, ({ Reservations }) => Reservations);
      return reservations.flatMap(({ Instances = [] }) =>
        Instances.map(({ InstanceId = "", State, PrivateIpAddress, PublicIpAddress, Tags }) => ({
          instanceId: InstanceId,
          state: State?.Name ?? "",
          privateIp: PrivateIpAddress,
          publicIp: PublicIpAddress,
          tags: fromTagList(Tags),
        })),
      );
    },
    launchNetwork: async (templateId) => {
      const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templateId, Versions: ["$Default"] });
      const answer = await orMissing(read.send(command), /^InvalidLaunchTemplateId/);
      const data = answer?.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
      if (!data) return undefined;
      const interfaces = data.NetworkInterfaces ?? [];
      return {
        subnetIds: [...new Set(interfaces.flatMap(({ SubnetId }) => SubnetId ?? []))],
        securityGroupIds: [...new Set([...(data.SecurityGroupIds ?? []), ...interfaces.flatMap(({ Groups }) => Groups ?? [])])],
      };
    },
    missingNetwork: async ({ subnetIds, securityGroupIds }) => {
      const isGone = async (answer: Promise<unknown>, names: RegExp): Promise<boolean> => (await orMissing(answer, names)) === undefined;
      const subnets = subnetIds.map(async (id) => {
        const gone = await isGone(read.send(new DescribeSubnetsCommand({ SubnetIds: [id] })), /^InvalidSubnetI[dD]/);
        return gone ? [id] : [];
      });
      const groups = securityGroupIds.map(async (id) => {
        const gone = await isGone(read.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })), /^InvalidGroup/);
        return gone ? [id] : [];
      });
      return (await Promise.all([...subnets, ...groups])).flat();
    },
  };
}

function reachabilityOf(summary: InstanceStatusSummary | undefined): string {
  return summary?.Details?.find(({ Name }) => Name === "reachability")?.Status ?? "";
}

/** The answer; undefined if the service says that there is no such thing. */
async function orMissing<Answer>(answer: Promise<Answer>, names: RegExp): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.test(error.name)) return undefined;
    throw error;
  }
}
