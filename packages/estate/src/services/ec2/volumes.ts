// Volumes: made of snapshots, attached to instances, deleted.
import type { DescribeVolumesResult, Volume, VolumeAttachment } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { ATTACH, CREATE_VOLUME } from "./ebs-durations.ts";
import { snapshotKind, volumeKind, type VolumeRecord } from "./ebs-records.ts";
import { filters, fits, volumeShape, volumeState } from "./ebs-shapes.ts";
import { instanceKind } from "./records.ts";
import { tagSpecifications } from "./tags.ts";

const find = (world: WorldView, region: string, id: string): VolumeRecord => {
  const found = world.get(volumeKind, region, id);
  if (found === undefined) throw awsError("InvalidVolume.NotFound", `The volume '${id}' does not exist.`, 400);
  return found;
};

export const createVolume = writeOperation({
  input: z.object({
    SnapshotId: z.string(),
    AvailabilityZone: z.string(),
    VolumeType: z.string().optional(),
    ClientToken: z.string().max(64).optional(),
    TagSpecifications: tagSpecifications,
  }),
  resources: ({ SnapshotId }) => [SnapshotId],
  run: ({ SnapshotId, AvailabilityZone, ClientToken: clientToken, TagSpecifications }, call): Volume => {
    const { world, region, nowMs, chance, faulty } = call;
    const known = world.list(volumeKind, region).find((one) => clientToken !== undefined && one.clientToken === clientToken);
    if (known !== undefined) return volumeShape(known, nowMs);
    const snapshot = world.get(snapshotKind, region, SnapshotId);
    if (snapshot === undefined) throw awsError("InvalidSnapshot.NotFound", `The snapshot '${SnapshotId}' does not exist.`);
    if (nowMs < snapshot.endMs) throw awsError("IncorrectState", `The snapshot '${SnapshotId}' is not completed.`);
    const availableMs = faulty("never-completes", [SnapshotId]) ? NEVER_MS : nowMs + chance.durationMs(CREATE_VOLUME, "volume");
    const made: VolumeRecord = {
      id: `vol-${chance.hex(17, "volume")}`,
      region,
      availabilityZone: AvailabilityZone,
      sizeGiB: snapshot.sizeGiB,
      snapshotId: SnapshotId,
      fastRestored: nowMs >= (snapshot.fast[AvailabilityZone] ?? NEVER_MS),
      createdMs: nowMs,
      availableMs,
      tags: TagSpecifications.get("volume") ?? {},
      clientToken,
    };
    world.put(volumeKind, region, made.id, made);
    return volumeShape(made, nowMs);
  },
});

export const describeVolumes = readOperation({
  input: z.object({ VolumeIds: z.array(z.string()).optional(), Filters: filters, NextToken: z.string().optional() }),
  resources: ({ VolumeIds = [] }) => VolumeIds,
  run: ({ VolumeIds, Filters }, { world, region, nowMs }): DescribeVolumesResult => {
    const asked = VolumeIds?.map((id) => find(world, region, id)) ?? world.list(volumeKind, region);
    const found = asked.filter((one) =>
      fits(Filters, one.tags, (name) => (name === "attachment.instance-id" ? one.attachment?.instanceId : undefined)),
    );
    return { Volumes: found.map((one) => volumeShape(one, nowMs)) };
  },
  withStatus: (output, State) => ({ Volumes: output.Volumes?.map((one) => ({ ...one, State })) }),
});

export const attachVolume = writeOperation({
  input: z.object({ VolumeId: z.string(), InstanceId: z.string(), Device: z.string() }),
  resources: ({ VolumeId, InstanceId }) => [InstanceId, VolumeId],
  run: ({ VolumeId, InstanceId, Device }, { world, region, nowMs, chance, faulty }): VolumeAttachment => {
    const volume = find(world, region, VolumeId);
    const instance = world.get(instanceKind, region, InstanceId);
    if (instance === undefined) throw awsError("InvalidInstanceID.NotFound", `The instance ID '${InstanceId}' does not exist`);
    if (volumeState(volume, nowMs) !== "available") throw awsError("VolumeInUse", `${VolumeId} is already attached to an instance`);
    if (instance.availabilityZone !== volume.availabilityZone)
      throw awsError(
        "InvalidVolume.ZoneMismatch",
        `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`,
      );
    const taken = world
      .list(volumeKind, region)
      .some(({ attachment }) => attachment?.instanceId === InstanceId && attachment.device === Device);
    if (taken)
      throw awsError("InvalidParameterValue", `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`);
    const attachedMs = faulty("never-completes", [VolumeId]) ? NEVER_MS : nowMs + chance.durationMs(ATTACH, "attach");
    const next = { ...volume, attachment: { instanceId: InstanceId, device: Device, attachedMs } };
    world.put(volumeKind, region, VolumeId, next);
    return volumeShape(next, nowMs).Attachments?.[0] ?? {};
  },
});

export const detachVolume = writeOperation({
  input: z.object({ VolumeId: z.string(), InstanceId: z.string().optional() }),
  resources: ({ VolumeId }, world, region) => [world.get(volumeKind, region, VolumeId)?.attachment?.instanceId ?? VolumeId, VolumeId],
  run: ({ VolumeId }, { world, region, nowMs }): VolumeAttachment => {
    const { attachment, ...volume } = find(world, region, VolumeId);
    if (attachment === undefined) throw awsError("IncorrectState", `Volume '${VolumeId}' is in the 'available' state.`);
    world.put(volumeKind, region, VolumeId, volume);
    return { VolumeId, InstanceId: attachment.instanceId, Device: attachment.device, State: "detaching", AttachTime: new Date(nowMs) };
  },
});

export const deleteVolume = writeOperation({
  input: z.object({ VolumeId: z.string() }),
  resources: ({ VolumeId }, world, region) => [world.get(volumeKind, region, VolumeId)?.snapshotId ?? VolumeId, VolumeId],
  run: ({ VolumeId }, { world, region }) => {
    if (find(world, region, VolumeId).attachment !== undefined) throw awsError("VolumeInUse", `Volume ${VolumeId} is currently attached`);
    world.remove(volumeKind, region, VolumeId);
    return {};
  },
});
