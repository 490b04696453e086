/** A network of its own on a server: MiniStack and moto differ in what is there at first. */
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Peer } from "./scene.ts";

/** A network and its subnets in two zones. */
export interface Network {
  readonly vpc: string;
  readonly subnets: readonly string[] & string[];
}

/** Made anew for each scene. */
export async function networkOf(peer: Peer): Promise<Network> {
  const ec2 = new EC2Client(peer.at("us-east-1"));
  const vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.7.0.0/16" }))).Vpc?.VpcId ?? "";
  const subnets: string[] = [];
  for (const [index, zone] of ["us-east-1a", "us-east-1b"].entries()) {
    const order = { VpcId: vpc, CidrBlock: `10.7.${index}.0/24`, AvailabilityZone: zone };
    subnets.push((await ec2.send(new CreateSubnetCommand(order))).Subnet?.SubnetId ?? "");
  }
  return { vpc, subnets };
}
