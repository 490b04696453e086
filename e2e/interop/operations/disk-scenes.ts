/** Disks: kept, copied to another Region, and made anew of what was kept. */
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { Scene } from "./scene.ts";

/** An instance with its disk, and its copy in the other Region. */
export const keepsDisks: Scene = async (peer) => {
  const order = { ImageId: "ami-0abcdef1234567890", InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };
  const { Instances } = await new EC2Client(peer.at("us-east-1")).send(new RunInstancesCommand(order));
  const Filters = [{ Name: "tag-key", Values: ["dr:source-volume"] }];
  const copies = async () => {
    const { Snapshots = [] } = await new EC2Client(peer.at("us-west-2")).send(
      new DescribeSnapshotsCommand({ OwnerIds: ["self"], Filters }),
    );
    return Snapshots.map(({ State }) => State);
  };
  return {
    resources: { instanceIds: [Instances?.[0]?.InstanceId ?? ""], sourceRegion: "us-east-1", destinationRegion: "us-west-2" },
    fact: copies,
    wanted: ["completed"],
  };
};

/** A disk of a snapshot. */
export const restoresDisk: Scene = async (peer) => {
  const ec2 = new EC2Client(peer.at("us-east-1"));
  const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", Size: 8 }));
  const { SnapshotId = "" } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  const made = async () => {
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
    return Volumes.filter((one) => one.SnapshotId === SnapshotId).map(({ State }) => State);
  };
  return { resources: { volumes: [{ from: SnapshotId, availabilityZone: "us-east-1a" }] }, fact: made, wanted: ["available"] };
};
