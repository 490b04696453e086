// Volumes and snapshots as EC2 tells them, and how they are found.
import type { DescribeFastSnapshotRestoreSuccessItem, Snapshot, Volume } from "@aws-sdk/client-ec2";
import * as z from "zod";
import type { SnapshotRecord, VolumeRecord } from "./ebs-records.ts";
import { toTagList } from "../../tag-list.ts";

/** Filters of a describe call. */
export const filters = z.array(z.object({ Name: z.string(), Values: z.array(z.string()).default([]) })).default([]);

/** Does it fit all of them? `of` tells the value of a filter that is no tag. */
export const fits = (
  wanted: z.output<typeof filters>,
  tags: Readonly<Record<string, string>>,
  of: (name: string) => string | undefined,
): boolean => wanted.every(({ Name, Values }) => Values.includes((Name.startsWith("tag:") ? tags[Name.slice(4)] : of(Name)) ?? ""));

export const snapshotShape = (one: SnapshotRecord, nowMs: number, accountId: string): Snapshot => ({
  SnapshotId: one.id,
  VolumeId: one.volumeId,
  VolumeSize: one.sizeGiB,
  StartTime: new Date(one.startMs),
  State: nowMs < one.endMs ? "pending" : "completed",
  Progress: nowMs < one.endMs ? "40%" : "100%",
  OwnerId: accountId,
  Description: one.description,
  Encrypted: true,
  Tags: toTagList(one.tags),
});

export const volumeState = ({ availableMs, attachment }: VolumeRecord, nowMs: number) =>
  nowMs < availableMs ? "creating" : attachment === undefined ? "available" : "in-use";

export const volumeShape = (one: VolumeRecord, nowMs: number): Volume => ({
  VolumeId: one.id,
  AvailabilityZone: one.availabilityZone,
  Size: one.sizeGiB,
  ...(one.snapshotId === undefined ? {} : { SnapshotId: one.snapshotId }),
  CreateTime: new Date(one.createdMs),
  State: volumeState(one, nowMs),
  VolumeType: "gp3",
  FastRestored: one.fastRestored === true,
  Encrypted: true,
  Attachments: one.attachment
    ? [
        {
          InstanceId: one.attachment.instanceId,
          VolumeId: one.id,
          Device: one.attachment.device,
          State: nowMs < one.attachment.attachedMs ? "attaching" : "attached",
          AttachTime: new Date(one.attachment.attachedMs),
        },
      ]
    : [],
  Tags: toTagList(one.tags),
});

/** Fast restore of a snapshot in a zone: it is optimised for a while before it is enabled. */
export const fastShape = (one: SnapshotRecord, zone: string, enabledMs: number, nowMs: number): DescribeFastSnapshotRestoreSuccessItem => ({
  SnapshotId: one.id,
  AvailabilityZone: zone,
  State: nowMs < enabledMs ? "optimizing" : "enabled",
});
