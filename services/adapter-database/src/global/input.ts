/** What a plan may write for a change of the primary of global databases. */
import { declaredRegion, identify, lazyStrictObject, parseReference, resourceName, type ResourceReference } from "@dr/events";
import * as z from "zod";

/** Global databases by name or ARN; at least one. */
export const globalResources = lazyStrictObject(() => ({
  globalClusters: z.array(resourceName("rds-global-cluster")).min(1).describe("Global databases, by name or ARN"),
}));
/** Global databases. */
export type GlobalResources = z.infer<typeof globalResources>;

const memberName = () => resourceName("rds-cluster", { use: "mentions" });

/** The settings that every change of a primary has. */
export const settings = lazyStrictObject(() => ({
  // Required: without it a second attempt would take the former primary for the target, and move back.
  targetRegion: declaredRegion().describe("Region whose cluster becomes the primary; a global database has one cluster in a Region"),
  targetCluster: z
    .union([memberName(), z.record(resourceName("rds-global-cluster", { use: "chooses" }), memberName())])
    .optional()
    .describe("Cluster that becomes the primary, or cluster by global database (names or ARNs)"),
  region: declaredRegion().optional().describe("Region whose API is asked; default: the target's"),
  rpoSeconds: z.number().nonnegative().max(86_400).optional().describe("Largest replication lag at which the primary may move, in seconds"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the change counts as failed"),
}));

/** How to switch over, or back. */
export const switchoverConfig = lazyStrictObject(() => ({
  ...settings.shape,
  drill: z.strictObject({ allowDisruptive: z.boolean().optional() }).optional().describe("A drill only looks without it"),
}));

/** How to fail over with loss of data. */
export const dataLossConfig = lazyStrictObject(() => ({
  ...settings.shape,
  allowDataLoss: z.literal(true).describe("Says that what the target has not received may be lost"),
}));

/** What changes of a primary have in common. */
export type GlobalConfig = z.infer<typeof settings> & { readonly drill?: { readonly allowDisruptive?: boolean | undefined } | undefined };

/** The ids of the global databases, each once. */
export function listGlobals({ globalClusters }: GlobalResources): readonly string[] {
  return [...new Set(globalClusters.map((name) => `global:${globalId(name)}`))];
}

/** The id in a name of `listGlobals`, or in a name or ARN as written. */
export function globalId(name: string): string {
  const written = name.startsWith("global:") ? name.slice("global:".length) : name;
  return (referenceOf("rds-global-cluster", written)?.id ?? written).toLowerCase();
}

/** The member that the configuration wants as primary: the one in that Region, of that name if it names one. Undefined if no member is meant. */
export function chosenMember(
  { targetCluster, targetRegion }: GlobalConfig,
  globalName: string,
  arns: readonly string[],
): string | undefined {
  const written = typeof targetCluster === "string" ? targetCluster : entryFor(targetCluster ?? {}, globalName);
  return arns.find((arn) => {
    const member = referenceOf("rds-cluster", arn);
    if (!member) return false;
    if (member.region !== targetRegion) return false;
    if (written === undefined) return true;
    const wanted = referenceOf("rds-cluster", written);
    return wanted?.id === member.id && (wanted.region === "" || wanted.region === member.region);
  });
}

/** Region and id of a cluster's ARN. */
export function placeOf(arn: string): { readonly region: string; readonly clusterId: string } {
  const parts = arn.split(":");
  return { region: parts[3] ?? "", clusterId: parts[6] ?? arn };
}

function entryFor(byGlobal: Readonly<Record<string, string>>, globalName: string): string | undefined {
  return Object.entries(byGlobal).find(([key]) => globalId(key) === globalId(globalName))?.[1];
}

function referenceOf(kind: "rds-cluster" | "rds-global-cluster", written: string): ResourceReference | undefined {
  const named = identify(kind, written, { defaults: { account: "", region: "" } });
  return named && parseReference(named.reference);
}
