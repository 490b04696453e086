// A first page with nothing on it and a successor: every AWS list may answer so, and some do whenever they filter.
import type { PageMembers } from "../wire/wire.ts";

const TOKEN = "simulated-thin-page";

/** What names one thing, by operation: AWS answers these whole. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  DescribeAutoScalingGroups: ["AutoScalingGroupNames"],
  DescribeDBClusters: ["DBClusterIdentifier"],
  DescribeDBClusterSnapshots: ["DBClusterSnapshotIdentifier"],
  DescribeDBInstances: ["DBInstanceIdentifier"],
  DescribeDBSnapshots: ["DBSnapshotIdentifier"],
  DescribeFileSystems: ["FileSystemId", "FileSystemIds"],
  DescribeGlobalClusters: ["GlobalClusterIdentifier"],
  DescribeGlobalReplicationGroups: ["GlobalReplicationGroupId"],
  DescribeInstances: ["InstanceIds"],
  DescribeInstanceStatus: ["InstanceIds"],
  DescribeLaunchTemplateVersions: ["Versions"],
  DescribeListeners: ["ListenerArns"],
  DescribeLoadBalancers: ["LoadBalancerArns"],
  DescribeReplicationConfigurations: ["FileSystemId"],
  DescribeRules: ["RuleArns"],
  DescribeSecurityGroups: ["GroupIds"],
  DescribeSnapshots: ["SnapshotIds"],
  DescribeStacks: ["StackName"],
  DescribeSubnets: ["SubnetIds"],
  DescribeTargetGroups: ["TargetGroupArns"],
  DescribeVolumes: ["VolumeIds"],
  GetResources: ["ResourceARNList"],
};

/** A call that may be answered by an empty page first, and the same call as it is meant. */
export type ThinPages = {
  /** What was asked, without our token. */
  readonly input: unknown;
  /** The answer; without anything on it, and with the token of its successor, where that page is still to come and `isThin`. */
  readonly pageOf: (output: object, isThin: () => boolean) => object;
};

/** Reads a call of an operation with pages. */
export const thinPages = (action: string, input: unknown, members: PageMembers | undefined): ThinPages => {
  const asked = isMembers(input) ? input : {};
  const { [members?.input ?? ""]: token, ...rest } = asked;
  const names = BY_NAME[action] ?? [];
  const isNamed = names.some((name) => asked[name] !== undefined);
  return {
    input: token === TOKEN ? rest : input,
    pageOf: (output, isThin) =>
      members === undefined || token !== undefined || isNamed || !isThin() ? output : { ...emptied(output), [members.output]: TOKEN },
  };
};

const emptied = (output: object): object =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [name, Array.isArray(value) ? [] : (value as unknown)]));

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
