/** What a plan may write for a DRS recovery. */
import { namesResource, namesScope } from "@dr/events";
import { z } from "zod";

/** DRS refuses a whole request for one id of another form (API reference, SourceServerID). */
const server = z
  .string()
  .regex(/^(?:s-[0-9a-zA-Z]{17}|i-[A-Za-z0-9-]{1,40})$/, "expected a source server id (s- and 17 characters) or an EC2 instance id (i-…)")
  .meta(namesResource({ kind: ["drs-source-server", "ec2-instance"] }));

/** What names things of the existing orchestrator is taken, and saving a plan warns that it does nothing. */
const OF_THE_OTHER = { deprecated: true, description: "native DRS launches the listed servers" };

/** Servers by DRS or EC2 id. `recoveryPlanId` and `protectionGroups` name things of the existing orchestrator: native DRS launches the listed servers. */
export const recoveryResources = z.strictObject({
  sourceServers: z
    .array(server)
    .min(1)
    .max(4_000)
    .describe("Source servers by DRS id (s-…) or by the id of the EC2 instance they replicate (i-…)"),
  recoveryPlanId: z.string().optional().meta(OF_THE_OTHER),
  protectionGroups: z.array(z.string()).optional().meta(OF_THE_OTHER),
  enterpriseContext: z.record(z.string(), z.unknown()).optional().meta({ deprecated: true, description: "native DRS takes no context" }),
});
/** Servers by DRS or EC2 id. */
export type RecoveryResources = z.infer<typeof recoveryResources>;

/** How to recover. Whether it is a drill is the execution's own type, never a setting. */
export const recoveryConfig = z.strictObject({
  region: z.string().min(1).meta(namesScope("region")).optional().describe("Region to recover to; default is the adapter's own"),
  launchTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the launch counts as failed"),
  replaceExisting: z
    .boolean()
    .optional()
    .describe("Launch although a recovery instance of the server exists, which DRS then terminates; default: refuse, it may be live"),
  recoveryPlanId: z.string().optional().meta(OF_THE_OTHER),
  executionType: z.string().optional().describe("Accepted for compatibility: the execution's own type counts"),
});
/** How to recover. */
export type RecoveryConfig = z.infer<typeof recoveryConfig>;

/** The servers as the plan names them, each once: every one is launched, retried, taken back and reported by itself. */
export function listServers({ sourceServers }: RecoveryResources): readonly string[] {
  return [...new Set(sourceServers)];
}

/** Names that mean something to the existing orchestrator only. */
export function compatibilityWarnings({ recoveryPlanId, protectionGroups = [] }: RecoveryResources): readonly string[] {
  const named = [
    ...(recoveryPlanId === undefined ? [] : [`recovery plan ${recoveryPlanId}`]),
    ...protectionGroups.map((name) => `protection group ${name}`),
  ];
  return named.length === 0 ? [] : [`${named.join(", ")}: not used, native DRS launches the listed servers`];
}
