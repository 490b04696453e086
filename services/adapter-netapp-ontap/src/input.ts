/** What a plan may write for mirrored volumes, and the stages that it means. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";

// In a query ONTAP takes `*`, `|`, `!` and `<` for operators: what holds one would mean other volumes, too.
const mirrored = () =>
  resourceName("ontap-volume", { beside: { cluster: "destinationCluster" } }).regex(
    /^[^*|!<>{}"\s]+$/,
    "expected the name of one volume, without * and |: svm:volume, svm:/cg/consistency-group or svm:",
  );

/**
 * What is mirrored, by the path of its destination: `svm:volume`, `svm:/cg/name` (a consistency group), `svm:` (a whole virtual machine); a volume by name
 * alone where one mirror of that name is on the cluster.
 */
export const volumesResources = lazyStrictObject(() => ({
  sourceCluster: z.string().min(1).describe("Cluster that is mirrored from; the id of an FSx file system is one, too"),
  destinationCluster: z.string().min(1).describe("Cluster that is mirrored to; the id of an FSx file system is one, too"),
  volumes: z
    .array(mirrored())
    .min(1)
    .refine((volumes) => namesakeOf(volumes) === undefined, {
      error: ({ input }) =>
        `${namesakeOf(input as string[]) ?? ""} may be a volume that is named with its virtual machine, too: expected each once, as svm:volume`,
    })
    .describe("Path of the destination: svm:volume, svm:/cg/consistency-group, svm: (the whole virtual machine); or a volume's name"),
  updateDNS: z.boolean().optional().describe("The virtual machine that takes over registers its addresses (dynamic DNS)"),
  nfsExports: z.boolean().optional().describe("Mounts the volumes where they are exported"),
}));
/** A name alone that is that of a volume which is written with its virtual machine: both would be one volume, or nobody would know which. */
function namesakeOf(volumes: readonly string[]): string | undefined {
  const whole = new Set(volumes.filter((written) => /[:/]/.test(written) && !isSvm(written)).map(volumeName));
  return volumes.find((written) => !/[:/]/.test(written) && whole.has(written));
}

/** Clusters and volumes. */
export type VolumesResources = z.infer<typeof volumesResources>;

const place = () => ({ path: z.string().startsWith("/").optional(), policy: z.string().min(1).optional() });
const exportPlace = lazyStrictObject(() => ({
  ...place(),
  members: z.record(z.string().min(1), z.strictObject(place())).optional().describe("Of a consistency group: the same by volume"),
}));
type ExportPlace = z.output<typeof exportPlace>;

const shared = () => ({
  snapmirrorLagThreshold: secondsSchema().optional().meta(isGate).describe("Largest lag at which it is begun, such as 15m"),
  clusterHealthCheck: z.boolean().optional().meta(isGate).describe("All nodes have to be up; true if absent"),
  exports: z
    .record(resourceName("ontap-volume", { use: "chooses" }), exportPlace)
    .optional()
    .describe("Junction path and export policy by volume; /<volume> if absent"),
  dnsName: z.string().min(1).optional().describe("Name that the virtual machine registers; its own if absent"),
  secrets: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe("Secret by cluster; dr-orchestration/netapp-ontap/<cluster> if absent"),
});

/** How to fail over. */
export const failoverConfig = lazyStrictObject(() => ({
  ...shared(),
  force: z.boolean().optional().describe("Breaks past ONTAP's own checks"),
  discardDestinationWrites: z.boolean().optional().describe("A rollback may resynchronise, which loses what was written since"),
  drillSvm: z
    .string()
    .min(1)
    .optional()
    .describe("Virtual machine that takes the clones; needed for whole virtual machines, which take none themselves"),
  drillPath: z.string().startsWith("/").optional().describe("Where the clones of drills are mounted; /drill if absent"),
}));
/** How to fail over. */
export type FailoverConfig = z.output<typeof failoverConfig>;

/** How to fail back. */
export const failbackConfig = lazyStrictObject(() => ({
  ...shared(),
  acceptDataLossOnSource: z.literal(true).describe("The former source loses what it wrote after the last common snapshot"),
}));
/** How to fail back. */
export type FailbackConfig = z.output<typeof failbackConfig>;

/** Stages that only a virtual machine goes through; it is mounted as its source was. */
const OF_SVMS = ["fence", "halt", "start"];

/** Targets of some stages for each thing that is mirrored, each once. */
export function listStages({ volumes, nfsExports, updateDNS }: VolumesResources, stages: readonly string[]): readonly string[] {
  const has = (stage: string, volume: string): boolean => {
    if (OF_SVMS.includes(stage)) return isSvm(volume);
    if (stage === "mount") return nfsExports === true && !isSvm(volume);
    return stage !== "dns" || updateDNS === true;
  };
  return [...new Set(volumes)].flatMap((volume) => stages.filter((stage) => has(stage, volume)).map((stage) => `${stage}:${volume}`));
}

/** The stages that a target waits for: what stands before it for the same thing, whether or not it is listed. */
export function earlierStages(target: string, stages: readonly string[]): readonly string[] {
  const at = target.indexOf(":");
  return stages.slice(0, stages.indexOf(target.slice(0, at))).map((stage) => `${stage}${target.slice(at)}`);
}

/** Is a whole virtual machine written (`svm:`)? */
export function isSvm(written: string): boolean {
  return written.endsWith(":");
}

/** The path that ONTAP is asked for, and the cluster where one is written before it. */
export function readWritten(written: string): { readonly cluster: string | null; readonly path: string } {
  const { cluster = null, rest = "" } = /^(?:(?<cluster>[^:/\s]+):\/\/)?(?<rest>.*)$/.exec(written.trim())?.groups ?? {};
  return { cluster: cluster ?? null, path: rest.includes(":") ? rest : rest.includes("/") ? rest.replace("/", ":") : `*:${rest}` };
}

/** Name of a volume without its virtual machine. */
function volumeName(written: string): string {
  return written.split(/[:/]/).at(-1) ?? written;
}

/** A volume, where it is to be mounted, and under which policy (null: as it is). */
export interface WantedPlace {
  readonly volume: string;
  readonly path: string;
  readonly policy: string | null;
}

/** Where the volumes of what is written are mounted: one, or those of a consistency group. */
export function exportsOf({ exports: places = {} }: Exports, written: string, volumes: readonly string[]): readonly WantedPlace[] {
  const chosen = chosenOf(places, written);
  // A path is that of one volume: those of a group have their own.
  const own = readWritten(written).path.includes(":/cg/") ? { policy: chosen.policy } : chosen;
  return volumes.map((volume) => {
    const { path = `/${volume}`, policy = null } = { ...own, ...chosen.members?.[volume] };
    return { volume, path, policy: policy ?? null };
  });
}

/** Volumes that the plan mounts, though what is written does not have them. */
export function strangersOf({ exports: places = {} }: Exports, written: string, volumes: readonly string[]): readonly string[] {
  return Object.keys(chosenOf(places, written).members ?? {}).filter((name) => !volumes.includes(name));
}

type Exports = { readonly exports?: Readonly<Record<string, ExportPlace>> | undefined };

function chosenOf(places: Readonly<Record<string, ExportPlace>>, written: string): ExportPlace {
  const namesakes = Object.entries(places).filter(([other]) => volumeName(other) === volumeName(written));
  return places[written] ?? (namesakes.length === 1 ? namesakes[0]?.[1] : undefined) ?? {};
}
