/** What a plan may write for replicated file systems. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import { idOf } from "../written.ts";

/** Pairs of file systems. */
export const pairResources = lazyStrictObject(() => ({
  fileSystems: z
    .array(z.strictObject({ source: resourceName("efs-file-system"), destination: resourceName("efs-file-system") }))
    .min(1)
    .describe("Pairs: what is replicated, and to where"),
  sourceRegion: declaredRegion().optional().describe("Region of the sources; that of the installation if absent"),
  destinationRegion: declaredRegion().describe("Region of the destinations"),
}));
/** Pairs of file systems. */
export type PairResources = z.infer<typeof pairResources>;

/** How to fail over. */
export const efsFailoverConfig = lazyStrictObject(() => ({
  replicationLagThreshold: secondsSchema().optional().meta(isGate).describe("Largest age of what was replicated last, such as 15m"),
  requireMountTargets: z.boolean().optional().describe("The destination has to have mount targets; true if absent"),
}));

const overwrite = () => ({
  overwriteActive: z.boolean().optional().describe("Even the side that clients were led to last may be replicated over; false if absent"),
  acceptOverwrite: z.literal(true).describe("The file system that is replicated to loses what only it has: back it up first"),
});

/** How to fail back. */
export const efsFailbackConfig = lazyStrictObject(() => overwrite());
/** How to configure replication. */
export const efsReplicationConfig = lazyStrictObject(() => overwrite());

/** What the stages of all three read. */
export type EfsConfig = z.output<typeof efsFailoverConfig> & Partial<z.output<typeof efsFailbackConfig>>;

/** Stages for each pair, which is named by its destination. */
export function eachPair({ fileSystems }: PairResources, stages: readonly string[]): readonly string[] {
  const names = [...new Set(fileSystems.map(({ destination }) => idOf(destination)))];
  return names.flatMap((name) => stages.map((stage) => `${stage}:${name}`));
}
