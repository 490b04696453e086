/** What a plan may write for recovery points of AWS Backup. */
import { isGate, secondsSchema } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, parseArn, resourceName } from "@dr/events";
import * as z from "zod";

const arn = () => z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "expected the ARN of a role");
const point = () => z.string().regex(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]+:\d*:.+$/, "expected the ARN of a recovery point");

/** What was backed up. */
export const backupResources = lazyStrictObject(() => ({
  protectedResources: z.array(resourceName("arn")).min(1).describe("ARNs of what was backed up: EBS volumes, EFS and FSx file systems"),
}));
/** What was backed up. */
export type BackupResources = z.infer<typeof backupResources>;

const chosen = () => ({
  region: declaredRegion({ ofNames: true }).optional().describe("Region of the recovery points; that of the installation if absent"),
  role: arn().describe("Role that AWS Backup acts with"),
  compromisedAt: z.iso
    .datetime({ offset: true, error: "expected a time such as 2026-11-29T10:00:00Z" })
    .optional()
    .describe("When the attack began: what was kept from then on is refused"),
  requireScan: z.boolean().optional().describe("What nobody scanned is refused; false if absent"),
  recoveryPoint: point().optional().describe("This point alone counts, instead of the newest that is clean"),
  recoveryPointAgeThreshold: secondsSchema().optional().meta(isGate).describe("Largest age of the point, such as 24h"),
});

/** How to restore. */
export const backupRestoreConfig = lazyStrictObject(() => ({
  ...chosen(),
  metadata: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe("Overrides what the point says of the resource, such as availabilityZone or SubnetIds"),
}));
/** How to copy. */
export const backupCopyConfig = lazyStrictObject(() => ({
  ...chosen(),
  destinationVault: z
    .string()
    .regex(/^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:.+$/, "expected the ARN of a backup vault")
    .describe("Vault of the copies, in any Region"),
}));

/** What the stages of both read. */
export type BackupConfig = z.output<typeof backupRestoreConfig> & Partial<z.output<typeof backupCopyConfig>>;

/** The Region in an ARN. */
export const regionOf = (written: string): string => parseArn(written)?.region ?? "";

/** Stages for each resource. */
export function eachResource({ protectedResources }: BackupResources, stages: readonly string[]): readonly string[] {
  return [...new Set(protectedResources)].flatMap((name) => stages.map((stage) => `${stage}:${name}`));
}
