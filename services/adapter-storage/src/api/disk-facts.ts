/** Snapshots and volumes as plain facts, and the tags that tell what EC2 does not: what a copy shows, and whose it is. */
import { fromTagList, toTagList } from "@dr/adapter-kit";

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}
/** A snapshot as EC2 tells it. */
interface ToldSnapshot {
  readonly SnapshotId?: string | undefined;
  readonly VolumeId?: string | undefined;
  readonly State?: string | undefined;
  readonly StartTime?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}
/** A volume as EC2 tells it. */
interface ToldVolume {
  readonly VolumeId?: string | undefined;
  readonly State?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly FastRestored?: boolean | undefined;
  readonly Attachments?:
    | readonly { readonly InstanceId?: string | undefined; readonly Device?: string | undefined; readonly State?: string | undefined }[]
    | undefined;
}

/** A snapshot. `keptAt`: the moment that it shows; `isEstimate`: nobody told, so it is when it was made; `of`: what it is a copy of. */
export interface SnapshotFacts {
  readonly id: string;
  readonly volumeId: string;
  readonly state: string;
  readonly keptAt: string | null;
  readonly isEstimate: boolean;
  readonly of: string | null;
}

/** A volume, and where it is attached. `isWhole`: it was made by fast restore; any other fetches each block when it is first read. */
export interface VolumeFacts {
  readonly id: string;
  readonly state: string;
  readonly availabilityZone: string;
  readonly isWhole: boolean;
  readonly attachment: { readonly instanceId: string; readonly device: string; readonly state: string } | null;
}

/** The operation that made it. */
export const MARK = "dr:operation-id";
/** The snapshot that a copy is of. */
export const OF = "dr:source-snapshot";
/** The volume that a copy shows. */
export const VOLUME = "dr:source-volume";
/** The moment that a copy shows. */
export const KEPT_AT = "dr:kept-at";
/** What EC2 writes as the volume of a copy from another Region. */
const OTHER_REGION = "vol-ffffffff";

/** Tags of what is made. */
export function tagsOf(ResourceType: "snapshot" | "volume", tags: Readonly<Record<string, string>>) {
  return [{ ResourceType, Tags: toTagList(tags) }];
}

/** A copy counts its start from the copying (EC2 API reference, CopySnapshot), so its tag counts where it has one. */
export function toSnapshot({ SnapshotId = "", VolumeId = "", State, StartTime, Tags = [] }: ToldSnapshot): SnapshotFacts {
  const tags = fromTagList(Tags);
  const tag = (name: string) => tags[name] || null;
  const told = tag(KEPT_AT);
  return {
    id: SnapshotId,
    volumeId: tag(VOLUME) ?? VolumeId,
    state: State ?? "",
    keptAt: told ?? StartTime?.toISOString() ?? null,
    isEstimate: told === null && VolumeId === OTHER_REGION,
    of: tag(OF),
  };
}

export function toVolume({ VolumeId = "", State, AvailabilityZone = "", FastRestored, Attachments = [] }: ToldVolume): VolumeFacts {
  const [found] = Attachments;
  const attachment = found ? { instanceId: found.InstanceId ?? "", device: found.Device ?? "", state: found.State ?? "" } : null;
  return { id: VolumeId, state: State ?? "", availabilityZone: AvailabilityZone, isWhole: FastRestored === true, attachment };
}
