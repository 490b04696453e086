/** Recovery points, restores and copies of AWS Backup in one Region, behind a narrow port. */
import {
  BackupClient,
  DescribeCopyJobCommand,
  DescribeRecoveryPointCommand,
  DescribeRestoreJobCommand,
  GetRecoveryPointRestoreMetadataCommand,
  paginateListRecoveryPointsByResource,
  PutRestoreValidationResultCommand,
  StartCopyJobCommand,
  StartRestoreJobCommand,
  type DescribeRecoveryPointCommandOutput,
} from "@aws-sdk/client-backup";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** What scans said of a point: none was made, it is not known how it ended, or clean or infected. */
export type Scan = "none" | "unknown" | "clean" | "infected";

/** A recovery point of a resource. */
export interface PointFacts {
  readonly arn: string;
  readonly vault: string;
  readonly status: string;
  readonly createdAt: string;
}

/** A restore or copy. `created`: what it made, once it is done. */
export interface JobFacts {
  readonly id: string;
  readonly status: string;
  readonly message: string | null;
  readonly created: string | null;
  readonly validation: string | null;
}

/** What is started by a token: the same token is the same job, however often it is sent. */
export interface NewJob {
  readonly point: string;
  readonly role: string;
  readonly token: string;
}
/** A restore that shall be started. */
export interface NewRestore extends NewJob {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}
/** A copy that shall be started. */
export interface NewBackupCopy extends NewJob {
  readonly vault: string;
  readonly destinationVault: string;
}

/** AWS Backup in one Region. */
export interface BackupPort {
  /** Points of a resource in this Region, newest first, whatever their status. */
  readonly points: (resourceArn: string) => Promise<readonly PointFacts[]>;
  readonly scan: (point: PointFacts) => Promise<{ readonly scan: Scan; readonly type: string }>;
  readonly metadata: (point: PointFacts) => Promise<Readonly<Record<string, string>>>;
  readonly restoreJob: (id: string) => Promise<JobFacts>;
  readonly copyJob: (id: string) => Promise<JobFacts>;
  readonly startRestore: (restore: NewRestore) => Promise<string>;
  readonly startBackupCopy: (copy: NewBackupCopy) => Promise<string>;
  readonly putValidation: (jobId: string, status: "SUCCESSFUL" | "FAILED", message: string) => Promise<void>;
}

/** AWS Backup behind its port. */
export function createBackupPort(env: FunctionEnv, region: string | undefined): BackupPort {
  const { read, mutate } = createClientPair(env, (config) => new BackupClient(config), region);
  return {
    points: async (ResourceArn) => {
      const pages = paginateListRecoveryPointsByResource({ client: read }, { ResourceArn });
      const listed = await collectPages(pages, ({ RecoveryPoints }) => RecoveryPoints);
      const points = listed.map(({ RecoveryPointArn = "", BackupVaultName = "", Status = "", CreationDate }) => ({
        arn: RecoveryPointArn,
        vault: BackupVaultName,
        status: Status,
        createdAt: CreationDate?.toISOString() ?? "",
      }));
      return points.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    scan: async ({ vault, arn }) => {
      const found = await read.send(new DescribeRecoveryPointCommand({ BackupVaultName: vault, RecoveryPointArn: arn }));
      return { scan: verdictOf(found), type: found.ResourceType ?? "" };
    },
    metadata: async ({ vault, arn }) => {
      const command = new GetRecoveryPointRestoreMetadataCommand({ BackupVaultName: vault, RecoveryPointArn: arn });
      return (await read.send(command)).RestoreMetadata ?? {};
    },
    restoreJob: async (RestoreJobId) => {
      const job = await read.send(new DescribeRestoreJobCommand({ RestoreJobId }));
      return toJob({
        id: RestoreJobId,
        status: job.Status,
        message: job.StatusMessage,
        created: job.CreatedResourceArn,
        validation: job.ValidationStatus,
      });
    },
    copyJob: async (CopyJobId) => {
      const { CopyJob } = await read.send(new DescribeCopyJobCommand({ CopyJobId }));
      return toJob({
        id: CopyJobId,
        status: CopyJob?.State,
        message: CopyJob?.StatusMessage,
        created: CopyJob?.DestinationRecoveryPointArn,
      });
    },
    startRestore: async ({ point, type, metadata, role, token }) => {
      const input = { RecoveryPointArn: point, Metadata: { ...metadata }, IamRoleArn: role, IdempotencyToken: token, ResourceType: type };
      return (await mutate.send(new StartRestoreJobCommand(input))).RestoreJobId ?? "";
    },
    startBackupCopy: async ({ point, vault, destinationVault, role, token }) => {
      const where = { SourceBackupVaultName: vault, DestinationBackupVaultArn: destinationVault };
      const input = { RecoveryPointArn: point, ...where, IamRoleArn: role, IdempotencyToken: token };
      return (await mutate.send(new StartCopyJobCommand(input))).CopyJobId ?? "";
    },
    putValidation: async (RestoreJobId, ValidationStatus, ValidationStatusMessage) => {
      await mutate.send(new PutRestoreValidationResultCommand({ RestoreJobId, ValidationStatus, ValidationStatusMessage }));
    },
  };
}

/** The worst that any scan said: one that found something counts, whatever others say. */
function verdictOf({ ScanResults = [] }: DescribeRecoveryPointCommandOutput): Scan {
  if (ScanResults.length === 0) return "none";
  if (ScanResults.some(({ Findings = [] }) => Findings.length > 0)) return "infected";
  return ScanResults.every(({ ScanJobState }) => ScanJobState === "COMPLETED") ? "clean" : "unknown";
}

interface ToldJob {
  readonly id: string;
  readonly status: string | undefined;
  readonly message: string | undefined;
  readonly created: string | undefined;
  readonly validation?: string | undefined;
}

function toJob({ id, status = "", message, created, validation }: ToldJob): JobFacts {
  return { id, status, message: message ?? null, created: created ?? null, validation: validation ?? null };
}
