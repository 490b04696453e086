/** What a plan may write for availability groups. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";

const name = () => z.string().min(1).max(128);

/** A group and the replica that shall be its primary. */
export const groupResources = lazyStrictObject(() => ({
  availabilityGroup: name(),
  targetReplica: name().optional().describe("Replica that becomes the primary, as the group calls it"),
  secondaryReplica: name().optional().describe("The same, as plans call it"),
  primaryReplica: name().optional().describe("Replica that is the primary now; asked of the target if absent"),
  databases: z.array(name()).optional().describe("Databases that have to be in the group; the group moves as a whole"),
}))
  .refine(({ targetReplica, secondaryReplica }) => (targetReplica ?? secondaryReplica) !== undefined, "expected targetReplica")
  .refine(
    ({ targetReplica, secondaryReplica }) =>
      targetReplica === undefined || secondaryReplica === undefined || targetReplica.toLowerCase() === secondaryReplica.toLowerCase(),
    "targetReplica and secondaryReplica name two replicas: write one",
  )
  .refine(
    ({ primaryReplica, targetReplica, secondaryReplica }) =>
      primaryReplica?.toLowerCase() !== (targetReplica ?? secondaryReplica ?? "").toLowerCase(),
    "primaryReplica is the target: expected the replica that is the primary now, or none",
  )
  // The group's name is its identity: every replica can run its failover.
  .meta(namesResource({ kind: "sql-availability-group", fields: { group: "availabilityGroup" } }));
/** A group and its target. */
export type GroupResources = z.infer<typeof groupResources>;

/** The replica that shall be the primary. */
export function targetOf({ targetReplica, secondaryReplica }: GroupResources): string {
  return targetReplica ?? secondaryReplica ?? "";
}

/** What every operation on a group may say. */
export const groupSettings = () => ({
  syncLagThreshold: secondsSchema().optional().meta(isGate).describe("Largest lag at which it is begun, such as 5s"),
  healthCheckTimeout: secondsSchema().optional().meta(isGate).describe("Longest time that a look at the group's health may take"),
  validationChecks: z.boolean().optional().meta(isGate).describe("False leaves out the checks of lag and health"),
  clusterTypes: z
    .array(z.enum(["WSFC", "EXTERNAL", "NONE"]))
    .optional()
    .describe("Cluster types that may be acted on; WSFC alone if absent"),
  secrets: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe("Secret by instance; dr-orchestration/sql-always-on/<instance> if absent"),
});

/** How to fail over. */
export const failoverConfig = lazyStrictObject(() => ({
  ...groupSettings(),
  keepSynchronous: z.boolean().optional().describe("Leaves replicas that were switched to synchronous commit as they are"),
  allowDataLoss: z.boolean().optional().describe("Unplanned: what the target has not received may be lost"),
  oldPrimaryFenced: z.boolean().optional().describe("Unplanned: the old primary cannot be reached by clients any more"),
  snapshotFolder: z.string().min(1).optional().describe("Where drills put their database snapshot; beside the data file if absent"),
}));
/** How to fail over. */
export type FailoverConfig = z.output<typeof failoverConfig>;
