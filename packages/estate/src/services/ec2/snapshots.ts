// Snapshots: of all volumes of an instance at one moment, copied to other Regions, restored fast where somebody pays for it.
import type {
  CopySnapshotResult,
  CreateSnapshotsResult,
  DescribeFastSnapshotRestoresResult,
  DescribeSnapshotsResult,
  DisableFastSnapshotRestoresResult,
  EnableFastSnapshotRestoresResult,
} from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { toTagList } from "../../tag-list.ts";
import { COPY_SNAPSHOT, FAST_RESTORE, SNAPSHOT } from "./ebs-durations.ts";
import { snapshotKind, type SnapshotRecord, volumeKind } from "./ebs-records.ts";
import { fastShape, filters, fits, snapshotShape } from "./ebs-shapes.ts";
import { instanceKind } from "./records.ts";
import { tagSpecifications } from "./tags.ts";

const missing = (id: string) => awsError("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`, 400);

const find = (world: WorldView, region: string, id: string): SnapshotRecord => {
  const found = world.get(snapshotKind, region, id);
  if (found === undefined) throw missing(id);
  return found;
};

export const createSnapshots = writeOperation({
  input: z.object({
    InstanceSpecification: z.object({ InstanceId: z.string(), ExcludeBootVolume: z.boolean().optional() }),
    Description: z.string().default(""),
    TagSpecifications: tagSpecifications,
    CopyTagsFromSource: z.string().optional(),
  }),
  resources: ({ InstanceSpecification }) => [InstanceSpecification.InstanceId],
  run: ({ InstanceSpecification: { InstanceId }, Description: description, TagSpecifications }, call): CreateSnapshotsResult => {
    const { world, region, nowMs, chance, faulty, accountId } = call;
    if (world.get(instanceKind, region, InstanceId) === undefined)
      throw awsError("InvalidInstanceID.NotFound", `The instance ID '${InstanceId}' does not exist`);
    const volumes = world.list(volumeKind, region).filter(({ attachment }) => attachment?.instanceId === InstanceId);
    const tags = TagSpecifications.get("snapshot") ?? {};
    const made = volumes.map((volume, index): SnapshotRecord => ({
      id: `snap-${chance.hex(17, `snapshot-${index}`)}`,
      region,
      volumeId: volume.id,
      sizeGiB: volume.sizeGiB,
      startMs: nowMs,
      endMs: faulty("never-completes", [InstanceId]) ? NEVER_MS : nowMs + chance.durationMs(SNAPSHOT, `snapshot-${index}`),
      tags,
      description,
      fast: {},
    }));
    for (const one of made) world.put(snapshotKind, region, one.id, one);
    return { Snapshots: made.map((one) => snapshotShape(one, nowMs, accountId)) };
  },
});

export const copySnapshot = writeOperation({
  input: z.object({
    SourceRegion: z.string(),
    SourceSnapshotId: z.string(),
    Description: z.string().default(""),
    TagSpecifications: tagSpecifications,
  }),
  resources: ({ SourceSnapshotId }, world) => [
    world
      .regions(snapshotKind)
      .map((region) => world.get(snapshotKind, region, SourceSnapshotId)?.volumeId)
      .find((id) => id !== undefined) ?? SourceSnapshotId,
    SourceSnapshotId,
  ],
  run: ({ SourceRegion, SourceSnapshotId, Description: description, TagSpecifications }, call): CopySnapshotResult => {
    const { world, region, nowMs, chance, faulty, downSinceMs } = call;
    if (downSinceMs(SourceRegion) !== undefined) throw awsError("Unavailable", `Region ${SourceRegion} cannot be reached.`, 503);
    const source = find(world, SourceRegion, SourceSnapshotId);
    if (nowMs < source.endMs) throw awsError("IncorrectState", `The snapshot '${source.id}' is not completed.`);
    const id = `snap-${chance.hex(17, "copy")}`;
    const tags = TagSpecifications.get("snapshot") ?? {};
    const endMs = faulty("never-completes", [source.volumeId]) ? NEVER_MS : nowMs + chance.durationMs(COPY_SNAPSHOT, "copy");
    // A copy is of no volume of its Region: EC2 writes an arbitrary id there, and counts its start from the copying.
    world.put(snapshotKind, region, id, {
      ...source,
      id,
      region,
      volumeId: "vol-ffffffff",
      startMs: nowMs,
      endMs,
      tags,
      description,
      fast: {},
    });
    return { SnapshotId: id, Tags: toTagList(tags) };
  },
});

export const describeSnapshots = readOperation({
  input: z.object({
    SnapshotIds: z.array(z.string()).optional(),
    OwnerIds: z.array(z.string()).optional(),
    Filters: filters,
    NextToken: z.string().optional(),
  }),
  resources: ({ SnapshotIds = [] }) => SnapshotIds,
  run: ({ SnapshotIds, Filters }, { world, region, nowMs, accountId }): DescribeSnapshotsResult => {
    const asked = SnapshotIds?.map((id) => find(world, region, id)) ?? world.list(snapshotKind, region);
    const found = asked.filter((one) => fits(Filters, one.tags, (name) => (name === "volume-id" ? one.volumeId : undefined)));
    return { Snapshots: found.map((one) => snapshotShape(one, nowMs, accountId)) };
  },
  withStatus: (output, State) => ({ Snapshots: output.Snapshots?.map((one) => ({ ...one, State })) }),
});

const ofSnapshots = z.object({ AvailabilityZones: z.array(z.string()).min(1), SourceSnapshotIds: z.array(z.string()).min(1) });

export const enableFast = writeOperation({
  input: ofSnapshots,
  resources: ({ SourceSnapshotIds }) => SourceSnapshotIds,
  run: ({ AvailabilityZones, SourceSnapshotIds }, { world, region, nowMs, chance, faulty }): EnableFastSnapshotRestoresResult => {
    const successful: EnableFastSnapshotRestoresResult["Successful"] = [];
    const unsuccessful: EnableFastSnapshotRestoresResult["Unsuccessful"] = [];
    for (const id of SourceSnapshotIds) {
      const found = world.get(snapshotKind, region, id);
      if (found === undefined || faulty("launch-failed", [id])) {
        // It does not throw: what failed stands in the answer.
        const Error = {
          Code: found === undefined ? "InvalidSnapshot.NotFound" : "SnapshotLimitExceeded",
          Message: `Snapshot ${id} cannot be enabled.`,
        };
        unsuccessful.push({
          SnapshotId: id,
          FastSnapshotRestoreStateErrors: AvailabilityZones.map((AvailabilityZone) => ({ AvailabilityZone, Error })),
        });
        continue;
      }
      const enabledMs = faulty("never-completes", [id]) ? NEVER_MS : nowMs + chance.durationMs(FAST_RESTORE, id);
      world.put(snapshotKind, region, id, {
        ...found,
        fast: { ...found.fast, ...Object.fromEntries(AvailabilityZones.map((zone) => [zone, enabledMs])) },
      });
      successful.push(...AvailabilityZones.map((AvailabilityZone) => ({ SnapshotId: id, AvailabilityZone, State: "enabling" as const })));
    }
    return { Successful: successful, Unsuccessful: unsuccessful };
  },
});

export const disableFast = writeOperation({
  input: ofSnapshots,
  resources: ({ SourceSnapshotIds }) => SourceSnapshotIds,
  run: ({ AvailabilityZones, SourceSnapshotIds }, { world, region }): DisableFastSnapshotRestoresResult => {
    for (const id of SourceSnapshotIds) {
      const found = world.get(snapshotKind, region, id);
      if (found)
        world.put(snapshotKind, region, id, {
          ...found,
          fast: Object.fromEntries(Object.entries(found.fast).filter(([zone]) => !AvailabilityZones.includes(zone))),
        });
    }
    const Successful = SourceSnapshotIds.flatMap((SnapshotId) =>
      AvailabilityZones.map((AvailabilityZone) => ({ SnapshotId, AvailabilityZone, State: "disabling" as const })),
    );
    return { Successful, Unsuccessful: [] };
  },
});

export const describeFast = readOperation({
  input: z.object({ Filters: filters, NextToken: z.string().optional() }),
  run: ({ Filters }, { world, region, nowMs }): DescribeFastSnapshotRestoresResult => ({
    FastSnapshotRestores: world
      .list(snapshotKind, region)
      .filter((one) => fits(Filters, one.tags, (name) => (name === "snapshot-id" ? one.id : undefined)))
      .flatMap((one) => Object.entries(one.fast).map(([zone, enabledMs]) => fastShape(one, zone, enabledMs, nowMs))),
  }),
});
