// Recovery points, restore jobs and copy jobs of the simulated AWS Backup.
import { defineKind } from "../../world/kind.ts";

/** A recovery point in its Region's vault. `scan`: what a malware scan found; null: nobody scanned it. */
export type RecoveryPointRecord = {
  readonly arn: string;
  readonly vault: string;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly createdMs: number;
  readonly status: "COMPLETED" | "PARTIAL" | "EXPIRED";
  readonly scan: "clean" | "infected" | "running" | null;
  readonly bytes: number;
  /** A copy is there from then on. */
  readonly thereMs?: number;
};

/** A restore job; its resource is there from `endMs` on. */
export type RestoreJobRecord = {
  readonly id: string;
  readonly token: string;
  readonly point: string;
  readonly resourceType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdMs: number;
  readonly endMs: number;
  readonly createdArn: string;
  readonly failure?: string;
  readonly validation?: { readonly status: string; readonly message: string };
};

/** A copy job; the copy is a point of the other Region from `endMs` on. */
export type CopyJobRecord = {
  readonly id: string;
  readonly token: string;
  readonly source: string;
  readonly destinationVault: string;
  readonly destination: string;
  readonly createdMs: number;
  readonly endMs: number;
  /** Why it ends without a copy. */
  readonly failure?: string;
};

export const pointKind = defineKind<RecoveryPointRecord>("backup.recovery-point");
export const restoreKind = defineKind<RestoreJobRecord>("backup.restore-job");
export const copyKind = defineKind<CopyJobRecord>("backup.copy-job");
