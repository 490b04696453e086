/** The part of EKS that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import { DescribeNodegroupCommand, UpdateNodegroupConfigCommand, EKSClient } from "@aws-sdk/client-eks";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import type { GroupSize } from "./auto-scaling-client.ts";

/** A node group as EKS tells it. */
export interface NodegroupFacts extends GroupSize {
  readonly status: string;
  readonly issues: readonly string[];
}

/** EKS in one Region. */
export interface EksPort {
  /** Throws `ResourceNotFoundException`. */
  readonly describeNodegroup: (arn: string) => Promise<NodegroupFacts>;
  /** The same token again is the same update. */
  readonly updateNodegroup: (arn: string, size: GroupSize, token: string) => Promise<void>;
}

/** EKS behind its port. */
export function createEksPort(env: FunctionEnv, region: string | undefined): EksPort {
  const { read, mutate } = createClientPair(env, (config) => new EKSClient(config), region);
  return {
    describeNodegroup: async (arn) => {
      const { nodegroup = {} } = await read.send(new DescribeNodegroupCommand(namesOf(arn)));
      const { minSize = 0, maxSize = 0, desiredSize = 0 } = nodegroup.scalingConfig ?? {};
      const issues = (nodegroup.health?.issues ?? []).map(({ code = "", message = "" }) => `${code} ${message}`);
      return { status: nodegroup.status ?? "", min: minSize, max: maxSize, desired: desiredSize, issues };
    },
    updateNodegroup: async (arn, { min, max, desired }, clientRequestToken) => {
      const scalingConfig = { minSize: min, maxSize: max, desiredSize: desired };
      await mutate.send(new UpdateNodegroupConfigCommand({ ...namesOf(arn), scalingConfig, clientRequestToken }));
    },
  };
}

/** `arn:aws:eks:<region>:<account>:nodegroup/<cluster>/<name>/<uuid>`. */
function namesOf(arn: string) {
  const [, clusterName = "", nodegroupName = ""] = arn.split("/");
  return { clusterName, nodegroupName };
}
