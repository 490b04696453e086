/** Snapshots and volumes of EBS in one Region, behind a narrow port. What is made carries the mark of the operation that made it. */
import {
  AttachVolumeCommand,
  CopySnapshotCommand,
  CreateSnapshotsCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeInstancesCommand,
  DetachVolumeCommand,
  DisableFastSnapshotRestoresCommand,
  EC2Client,
  EnableFastSnapshotRestoresCommand,
  paginateDescribeFastSnapshotRestores,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  type DescribeSnapshotsRequest,
  type DescribeVolumesRequest,
} from "@aws-sdk/client-ec2";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import { MARK, OF, tagsOf, toSnapshot, toVolume, VOLUME, KEPT_AT, type SnapshotFacts, type VolumeFacts } from "./disk-facts.ts";
import { orNull } from "./or-null.ts";

/** A volume that shall be made of a snapshot. */
export interface NewVolume {
  readonly snapshotId: string;
  readonly availabilityZone: string;
  readonly mark: string;
}

/** A copy that shall be made. */
export interface NewCopy {
  readonly source: SnapshotFacts;
  readonly sourceRegion: string;
  readonly mark: string;
  readonly kmsKeyId: string | null;
}

/** EBS in one Region. */
export interface EbsPort {
  readonly snapshot: (id: string) => Promise<SnapshotFacts | null>;
  readonly snapshotsOf: (mark: string) => Promise<readonly SnapshotFacts[]>;
  /** The completed snapshot that shows the volume as it was last, wherever it was taken; null: none is here. */
  readonly newestOf: (volumeId: string) => Promise<SnapshotFacts | null>;
  readonly volumesOn: (instanceId: string) => Promise<readonly VolumeFacts[]>;
  readonly volumeOf: (mark: string) => Promise<VolumeFacts | null>;
  readonly volume: (id: string) => Promise<VolumeFacts | null>;
  /** The Availability Zone of an instance; null: it is not here. */
  readonly zoneOf: (instanceId: string) => Promise<string | null>;
  /** State of fast restore by Availability Zone. */
  readonly fastRestore: (snapshotId: string) => Promise<Readonly<Record<string, string>>>;
  readonly createSnapshots: (instanceId: string, mark: string) => Promise<void>;
  readonly copySnapshot: (copy: NewCopy) => Promise<void>;
  readonly createVolume: (volume: NewVolume) => Promise<void>;
  readonly attachVolume: (id: string, instanceId: string, device: string) => Promise<void>;
  readonly detachVolume: (id: string) => Promise<void>;
  readonly deleteVolume: (id: string) => Promise<void>;
  /** Throws `storage.fast_restore_refused`: EC2 answers 200 and says in the answer what failed. */
  readonly enableFastRestore: (snapshotId: string, zone: string) => Promise<void>;
  readonly disableFastRestore: (snapshotId: string, zone: string) => Promise<void>;
}

const filter = (Name: string, value: string) => [{ Name, Values: [value] }];

/** EC2 behind its port. */
export function createEbsPort(env: FunctionEnv, region: string | undefined): EbsPort {
  const { read, mutate } = createClientPair(env, (config) => new EC2Client(config), region);
  const volumes = async (input: DescribeVolumesRequest) =>
    (await collectPages(paginateDescribeVolumes({ client: read }, input), ({ Volumes }) => Volumes)).map(toVolume);
  const snapshots = async (input: DescribeSnapshotsRequest) => {
    const pages = paginateDescribeSnapshots({ client: read }, { OwnerIds: ["self"], ...input });
    return (await collectPages(pages, ({ Snapshots }) => Snapshots)).map(toSnapshot);
  };
  return {
    snapshot: (id) => orNull(["InvalidSnapshot.NotFound"], async () => (await snapshots({ SnapshotIds: [id] }))[0] ?? null),
    snapshotsOf: (mark) => snapshots({ Filters: filter(`tag:${MARK}`, mark) }),
    newestOf: async (volumeId) => {
      const here = await snapshots({ Filters: filter("volume-id", volumeId) });
      const copied = await snapshots({ Filters: filter(`tag:${VOLUME}`, volumeId) });
      const completed = [...here, ...copied].filter(({ state }) => state === "completed");
      return completed.toSorted((a, b) => (b.keptAt ?? "").localeCompare(a.keptAt ?? ""))[0] ?? null;
    },
    volumesOn: (instanceId) => volumes({ Filters: filter("attachment.instance-id", instanceId) }),
    volumeOf: async (mark) => (await volumes({ Filters: filter(`tag:${MARK}`, mark) }))[0] ?? null,
    volume: (id) => orNull(["InvalidVolume.NotFound"], async () => (await volumes({ VolumeIds: [id] }))[0] ?? null),
    zoneOf: (id) =>
      orNull(["InvalidInstanceID.NotFound"], async () => {
        const { Reservations = [] } = await read.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
        return Reservations[0]?.Instances?.[0]?.Placement?.AvailabilityZone ?? null;
      }),
    fastRestore: async (id) => {
      const pages = paginateDescribeFastSnapshotRestores({ client: read }, { Filters: filter("snapshot-id", id) });
      const restores = await collectPages(pages, ({ FastSnapshotRestores }) => FastSnapshotRestores);
      return Object.fromEntries(restores.map(({ AvailabilityZone = "", State = "" }) => [AvailabilityZone, State]));
    },
    createSnapshots: async (InstanceId, mark) => {
      const TagSpecifications = tagsOf("snapshot", { [MARK]: mark });
      await mutate.send(
        new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId }, Description: `dr ${mark}`, TagSpecifications }),
      );
    },
    copySnapshot: async ({ source, sourceRegion: SourceRegion, mark, kmsKeyId }) => {
      // A copy tells neither the volume nor the moment that it shows: its tags do.
      const TagSpecifications = tagsOf("snapshot", {
        [MARK]: mark,
        [OF]: source.id,
        [VOLUME]: source.volumeId,
        [KEPT_AT]: source.keptAt ?? "",
      });
      const encryption = kmsKeyId === null ? {} : { Encrypted: true, KmsKeyId: kmsKeyId };
      const input = { SourceSnapshotId: source.id, SourceRegion, Description: `dr ${mark}`, TagSpecifications, ...encryption };
      await mutate.send(new CopySnapshotCommand(input));
    },
    createVolume: async ({ snapshotId: SnapshotId, availabilityZone: AvailabilityZone, mark: ClientToken }) => {
      const TagSpecifications = tagsOf("volume", { [MARK]: ClientToken });
      await mutate.send(new CreateVolumeCommand({ SnapshotId, AvailabilityZone, ClientToken, TagSpecifications, VolumeType: "gp3" }));
    },
    attachVolume: async (VolumeId, InstanceId, Device) => {
      await mutate.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device }));
    },
    detachVolume: async (VolumeId) => {
      await mutate.send(new DetachVolumeCommand({ VolumeId }));
    },
    deleteVolume: async (VolumeId) => {
      await mutate.send(new DeleteVolumeCommand({ VolumeId }));
    },
    enableFastRestore: async (id, zone) => {
      const command = new EnableFastSnapshotRestoresCommand({ SourceSnapshotIds: [id], AvailabilityZones: [zone] });
      const { Unsuccessful = [] } = await mutate.send(command);
      const [refused] = Unsuccessful.flatMap(({ FastSnapshotRestoreStateErrors = [] }) => FastSnapshotRestoreStateErrors);
      if (refused) {
        const reason = refused.Error?.Message ?? refused.Error?.Code ?? "no reason told";
        throw new DrError("storage.fast_restore_refused", `${id} in ${zone}: ${reason}`);
      }
    },
    disableFastRestore: async (id, zone) => {
      await mutate.send(new DisableFastSnapshotRestoresCommand({ SourceSnapshotIds: [id], AvailabilityZones: [zone] }));
    },
  };
}
