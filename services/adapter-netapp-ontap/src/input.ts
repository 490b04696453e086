/** What a plan may write for mirrored volumes, and the stages that it means. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { resourceName } from "@dr/events";
import * as z from "zod";

/** Volumes by the path of their destination (`svm:volume`), or by name alone where one mirror of that name is on the cluster. */
export const volumesResources = z.strictObject({
  sourceCluster: z.string().min(1).describe("Cluster that is mirrored from"),
  destinationCluster: z.string().min(1).describe("Cluster that is mirrored to"),
  volumes: z
    .array(resourceName(["ontap-volume", "opaque"], { namespace: "ontap-volume" }))
    .min(1)
    .describe("svm:volume of the destination, or the volume's name"),
  updateDNS: z.boolean().optional().describe("The virtual machine that takes over registers its addresses (dynamic DNS)"),
  nfsExports: z.boolean().optional().describe("Mounts the volumes where they are exported"),
});
/** Clusters and volumes. */
export type VolumesResources = z.infer<typeof volumesResources>;

const exportPlace = z.strictObject({ path: z.string().startsWith("/"), policy: z.string().min(1).optional() });

const shared = {
  snapmirrorLagThreshold: secondsSchema.optional().meta(isGate).describe("Largest lag at which it is begun, such as 15m"),
  clusterHealthCheck: z.boolean().optional().meta(isGate).describe("All nodes have to be up; true if absent"),
  exports: z
    .record(resourceName(["ontap-volume", "opaque"], { namespace: "ontap-volume", use: "chooses" }), exportPlace)
    .optional()
    .describe("Junction path and export policy by volume; /<volume> if absent"),
  dnsName: z.string().min(1).optional().describe("Name that the virtual machine registers; its own if absent"),
  secrets: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe("Secret by cluster; dr-orchestration/netapp-ontap/<cluster> if absent"),
};

/** How to fail over. */
export const failoverConfig = z.strictObject({
  ...shared,
  force: z.boolean().optional().describe("Breaks past ONTAP's own checks"),
  discardDestinationWrites: z.boolean().optional().describe("A rollback may resynchronise, which loses what was written since"),
  drillPath: z.string().startsWith("/").optional().describe("Where the clones of drills are mounted; /drill if absent"),
});
/** How to fail over. */
export type FailoverConfig = z.output<typeof failoverConfig>;

/** How to fail back. */
export const failbackConfig = z.strictObject({
  ...shared,
  acceptDataLossOnSource: z.literal(true).describe("The former source loses what it wrote after the last common snapshot"),
});
/** How to fail back. */
export type FailbackConfig = z.output<typeof failbackConfig>;

/** Targets of some stages for each volume, each once. */
export function listStages({ volumes, nfsExports, updateDNS }: VolumesResources, stages: readonly string[]): readonly string[] {
  const wanted = stages.filter((stage) => (stage === "mount" ? nfsExports === true : stage === "dns" ? updateDNS === true : true));
  return [...new Set(volumes)].flatMap((volume) => wanted.map((stage) => `${stage}:${volume}`));
}

/** Name of a volume without its virtual machine. */
export function volumeName(written: string): string {
  return written.split(/[:/]/).at(-1) ?? written;
}

/** Where a volume is mounted and under which policy. */
export function exportOf(
  { exports: places = {} }: { readonly exports?: Readonly<Record<string, z.output<typeof exportPlace>>> | undefined },
  volume: string,
): { readonly path: string; readonly policy: string | null } {
  const namesakes = Object.entries(places).filter(([written]) => volumeName(written) === volumeName(volume));
  const chosen = places[volume] ?? (namesakes.length === 1 ? namesakes[0]?.[1] : undefined);
  const { path = `/${volumeName(volume)}`, policy = null } = chosen ?? {};
  return { path, policy };
}
