// Recovery points and jobs as AWS Backup tells them.
import type { CopyJob, RecoveryPointByResource, RestoreJobsListMember, ScanResult } from "@aws-sdk/client-backup";
import type { CopyJobRecord, RecoveryPointRecord, RestoreJobRecord } from "./records.ts";

/** A point in a list. */
export const pointShape = ({ arn, vault, createdMs, status, bytes }: RecoveryPointRecord): RecoveryPointByResource => ({
  RecoveryPointArn: arn,
  BackupVaultName: vault,
  CreationDate: new Date(createdMs),
  Status: status,
  BackupSizeBytes: bytes,
  IsParent: false,
});

/** What scans said, if there was one. */
export const scanShape = ({ scan, createdMs }: RecoveryPointRecord): ScanResult[] => {
  if (scan === null) return [];
  if (scan === "running") return [{ MalwareScanner: "GUARDDUTY" }];
  return [
    {
      MalwareScanner: "GUARDDUTY",
      ScanJobState: "COMPLETED",
      LastScanTimestamp: new Date(createdMs + 600_000),
      Findings: scan === "infected" ? ["MALWARE"] : [],
    },
  ];
};

const restoreStatus = ({ endMs, failure }: RestoreJobRecord, nowMs: number) =>
  nowMs < endMs ? ("RUNNING" as const) : failure === undefined ? ("COMPLETED" as const) : ("FAILED" as const);

/** A restore job; the resource is named once it is there. */
export const restoreShape = (job: RestoreJobRecord, nowMs: number): RestoreJobsListMember => {
  const status = restoreStatus(job, nowMs);
  return {
    RestoreJobId: job.id,
    RecoveryPointArn: job.point,
    CreationDate: new Date(job.createdMs),
    Status: status,
    PercentDone: status === "RUNNING" ? "30.00%" : "100.00%",
    ResourceType: job.resourceType,
    ...(status === "COMPLETED" ? { CreatedResourceArn: job.createdArn, CompletionDate: new Date(job.endMs) } : {}),
    ...(status === "FAILED" ? { StatusMessage: job.failure } : {}),
    ...(job.validation ? { ValidationStatus: job.validation.status as "SUCCESSFUL", ValidationStatusMessage: job.validation.message } : {}),
  };
};

const copyEnd = ({ failure, destination }: CopyJobRecord) =>
  failure === undefined ? { DestinationRecoveryPointArn: destination } : { StatusMessage: failure };

/** A copy job. */
export const copyShape = (job: CopyJobRecord, nowMs: number): CopyJob => ({
  CopyJobId: job.id,
  SourceRecoveryPointArn: job.source,
  DestinationBackupVaultArn: job.destinationVault,
  CreationDate: new Date(job.createdMs),
  State: nowMs < job.endMs ? "RUNNING" : job.failure === undefined ? "COMPLETED" : "FAILED",
  ...(nowMs < job.endMs ? {} : { CompletionDate: new Date(job.endMs), ...copyEnd(job) }),
});
