// Volumes and snapshots of the simulated EBS.
import { defineKind } from "../../world/kind.ts";

/** A volume; what it was made of is there before all of it was fetched. */
export type VolumeRecord = {
  readonly id: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly sizeGiB: number;
  readonly snapshotId?: string | undefined;
  /** It was made while its snapshot restored fast there: whole at once. */
  readonly fastRestored?: boolean;
  readonly createdMs: number;
  readonly availableMs: number;
  readonly attachment?: { readonly instanceId: string; readonly device: string; readonly attachedMs: number };
  readonly tags: Readonly<Record<string, string>>;
  readonly clientToken?: string | undefined;
};

/** A snapshot; `fast`: Availability Zones in which it restores fast, and from when on. */
export type SnapshotRecord = {
  readonly id: string;
  readonly region: string;
  readonly volumeId: string;
  readonly sizeGiB: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly fast: Readonly<Record<string, number>>;
};

export const volumeKind = defineKind<VolumeRecord>("ec2.volume");
export const snapshotKind = defineKind<SnapshotRecord>("ec2.snapshot");
