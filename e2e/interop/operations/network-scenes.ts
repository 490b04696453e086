/** Networks by CloudFormation: told by EC2, not by the stack. */
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Scene } from "./scene.ts";

/** A VPC with two subnets. */
export const provisionsNetwork: Scene = async (peer) => {
  const subnets = [
    { name: "a", cidr: "10.9.1.0/24", availabilityZone: "us-east-1a" },
    { name: "b", cidr: "10.9.2.0/24", availabilityZone: "us-east-1b" },
  ];
  const made = async () => {
    const Filters = [{ Name: "tag:dr:network", Values: ["interop"] }];
    const { Subnets = [] } = await new EC2Client(peer.at("us-east-1")).send(new DescribeSubnetsCommand({ Filters }));
    return Subnets.map(({ CidrBlock, AvailabilityZone }) => `${CidrBlock} ${AvailabilityZone}`).toSorted((a, b) => a.localeCompare(b));
  };
  const resources = { networks: [{ name: "interop", cidr: "10.9.0.0/16", subnets }] };
  return { resources, fact: made, wanted: ["10.9.1.0/24 us-east-1a", "10.9.2.0/24 us-east-1b"] };
};
