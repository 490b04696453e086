/** The health of launched instances as EC2 sees it, behind a narrow port. */
import { EC2Client, paginateDescribeInstanceStatus } from "@aws-sdk/client-ec2";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** State and checks of one instance, in EC2's own words (`running`, `ok`, `initializing`, …). */
export interface InstanceHealth {
  readonly instanceId: string;
  readonly state: string;
  readonly instanceCheck: string;
  readonly systemCheck: string;
}

/** EC2 in one Region. Reads only. */
export interface Ec2Port {
  /** Instances in any state; one that EC2 does not show yet is missing from the answer. At most 100 ids. */
  readonly describeHealth: (instanceIds: readonly string[]) => Promise<readonly InstanceHealth[]>;
}

/** EC2 on AWS, or on `DR_AWS_ENDPOINT`. */
export function createEc2Port(env: FunctionEnv, region: string | undefined): Ec2Port {
  const { read } = createClientPair(env, (config) => new EC2Client(config), region);
  return {
    describeHealth: async (instanceIds) => {
      const pages = paginateDescribeInstanceStatus({ client: read }, { InstanceIds: [...instanceIds], IncludeAllInstances: true });
      const statuses = await collectPages(pages, ({ InstanceStatuses }) => InstanceStatuses);
      return statuses.map(({ InstanceId = "", InstanceState, InstanceStatus, SystemStatus }) => ({
        instanceId: InstanceId,
        state: InstanceState?.Name ?? "",
        instanceCheck: InstanceStatus?.Status ?? "",
        systemCheck: SystemStatus?.Status ?? "",
      }));
    },
  };
}
