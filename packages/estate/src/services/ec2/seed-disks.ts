// Volumes and snapshots of a seed.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { snapshotKind, volumeKind } from "./ebs-records.ts";

const volume = z.strictObject({
  id: z.string().regex(/^vol-[0-9a-f]{8,17}$/u, "expected the id of a volume (vol- and hex digits)"),
  instanceId: z.string().startsWith("i-").optional(),
  device: z.string().default("/dev/xvda"),
  region: seedRegion,
  availabilityZone: z.string().optional(),
});
const snapshot = z.strictObject({
  id: z.string().regex(/^snap-[0-9a-f]{8,17}$/u, "expected the id of a snapshot (snap- and hex digits)"),
  region: seedRegion,
  /** The volume that it is of; a copy of another Region's has none of its own. */
  volumeId: z.string().default("vol-ffffffff"),
  /** How long ago it was begun. */
  ageSeconds: z.number().min(0).default(3_600),
  tags: z.record(z.string(), z.string()).default({}),
});

/** What a seed may say about disks. */
export const diskSchema = { volumes: z.array(volume).default([]), snapshots: z.array(snapshot).default([]) };

type Disks = { readonly volumes: readonly z.output<typeof volume>[]; readonly snapshots: readonly z.output<typeof snapshot>[] };

/** Adds them. */
export const seedDisks = ({ volumes, snapshots }: Disks, { seeder, region: usual, createdMs, nowMs }: SeedContext): void => {
  for (const { id, region = usual, availabilityZone = `${region}a`, instanceId, device } of volumes) {
    seeder.add(volumeKind, { service: "ec2", kind: "volume", region, id, name: id }, () => ({
      id,
      region,
      availabilityZone,
      sizeGiB: 8,
      createdMs,
      availableMs: createdMs,
      ...(instanceId === undefined ? {} : { attachment: { instanceId, device, attachedMs: createdMs } }),
      tags: {},
    }));
  }
  for (const { id, region = usual, ageSeconds, ...rest } of snapshots) {
    const startMs = nowMs - ageSeconds * 1_000;
    seeder.add(snapshotKind, { service: "ec2", kind: "snapshot", region, id, name: id }, () => ({
      ...rest,
      id,
      region,
      sizeGiB: 8,
      startMs,
      endMs: Math.min(nowMs, startMs + 60_000),
      description: "simulated",
      fast: {},
    }));
  }
};
