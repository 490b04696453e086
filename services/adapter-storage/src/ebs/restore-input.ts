/** What a plan may write for volumes of snapshots. */
import { declaredRegion, lazyStrictObject, namesResource, resourceName } from "@dr/events";
import * as z from "zod";

const volume = lazyStrictObject(() => ({
  from: z
    .string()
    .regex(/^(?:snap|vol)-[0-9a-f]{8,17}$/, "expected a snapshot (snap-…), or the volume (vol-…) whose newest snapshot counts")
    .meta(namesResource({ kind: "opaque", namespace: "ebs" }))
    .describe("Snapshot in this Region, or the volume whose newest completed snapshot here counts"),
  availabilityZone: z
    .string()
    .regex(
      /^[a-z]{2}(?:-[a-z]+)+-\d(?:[a-z]|-[a-z0-9-]+)$/,
      "expected an Availability Zone such as us-west-2a, or a Local Zone such as us-west-2-lax-1a",
    ),
  instanceId: resourceName("ec2-instance").optional().describe("Instance that the volume is attached to; none if absent"),
  device: z.string().startsWith("/dev/").optional().describe("Device name on the instance; /dev/sdf if absent"),
}));
/** One volume. */
export type VolumeRequest = z.infer<typeof volume>;

/** Volumes that are made of snapshots. */
export const restoreResources = lazyStrictObject(() => ({ volumes: z.array(volume).min(1).describe("Volumes, one of each snapshot") }));
/** Volumes that are made of snapshots. */
export type RestoreResources = z.infer<typeof restoreResources>;

/** How they are made. */
export const restoreConfig = lazyStrictObject(() => ({
  region: declaredRegion({ ofNames: true }).optional().describe("Region of snapshots and volumes; that of the installation if absent"),
  fastSnapshotRestore: z.boolean().optional().describe("Enabled before and disabled after, billed by the hour: volumes are whole at once"),
}));
/** How they are made. */
export type RestoreConfig = z.output<typeof restoreConfig>;
