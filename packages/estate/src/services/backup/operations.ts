// Points by resource, restores with metadata, copies to other vaults.
import type {
  DescribeCopyJobOutput,
  DescribeRecoveryPointOutput,
  DescribeRestoreJobOutput,
  GetRecoveryPointRestoreMetadataOutput,
  ListRecoveryPointsByResourceOutput,
  StartCopyJobOutput,
  StartRestoreJobOutput,
} from "@aws-sdk/client-backup";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { fileSystemKind } from "../efs/records.ts";
import { volumeKind } from "../ec2/ebs-records.ts";
import { fsxKind } from "../fsx/records.ts";
import type { WorldView } from "../../world/world.ts";
import { COPY, RESTORE } from "./durations.ts";
import { copyKind, pointKind, type RecoveryPointRecord, restoreKind, type RestoreJobRecord } from "./records.ts";
import { copyShape, pointShape, restoreShape, scanShape } from "./shapes.ts";

const missing = (what: string) => awsError("ResourceNotFoundException", `${what} was not found.`, 400);

const point = (world: WorldView, region: string, arn: string): RecoveryPointRecord => {
  const found = world.get(pointKind, region, arn);
  if (found === undefined) throw missing(`Recovery point ${arn}`);
  return found;
};

export const listPoints = readOperation({
  input: z.object({ ResourceArn: z.string().startsWith("arn:"), NextToken: z.string().optional(), MaxResults: z.int().optional() }),
  resources: ({ ResourceArn }) => [ResourceArn],
  run: ({ ResourceArn }, { world, region, nowMs }): ListRecoveryPointsByResourceOutput => ({
    RecoveryPoints: world
      .list(pointKind, region)
      .filter(({ resourceArn, thereMs = 0 }) => resourceArn === ResourceArn && nowMs >= thereMs)
      .map(pointShape),
  }),
});

const ofPoint = z.object({ BackupVaultName: z.string(), RecoveryPointArn: z.string().startsWith("arn:") });

export const describePoint = readOperation({
  input: ofPoint,
  resources: ({ RecoveryPointArn }) => [RecoveryPointArn],
  run: ({ RecoveryPointArn }, { world, region }): DescribeRecoveryPointOutput => {
    const found = point(world, region, RecoveryPointArn);
    const { BackupSizeBytes, ...shown } = pointShape(found);
    return {
      ...shown,
      BackupSizeInBytes: BackupSizeBytes,
      ResourceArn: found.resourceArn,
      ResourceType: found.resourceType,
      IsEncrypted: true,
      ScanResults: scanShape(found),
    };
  },
  withStatus: (output, Status) => ({ ...output, Status }),
});

const METADATA: Readonly<Record<string, (resourceArn: string) => Record<string, string>>> = {
  EBS: () => ({ volumeType: "gp3", encrypted: "true" }),
  EFS: (arn) => ({
    "file-system-id": arn.split("/").at(-1) ?? "",
    newFileSystem: "false",
    PerformanceMode: "generalPurpose",
    Encrypted: "true",
  }),
  FSx: () => ({ FileSystemType: "WINDOWS", StorageType: "SSD" }),
};

export const getRestoreMetadata = readOperation({
  input: ofPoint,
  resources: ({ RecoveryPointArn }) => [RecoveryPointArn],
  run: ({ BackupVaultName, RecoveryPointArn }, { world, region, accountId }): GetRecoveryPointRestoreMetadataOutput => {
    const { resourceType, resourceArn, arn } = point(world, region, RecoveryPointArn);
    return {
      BackupVaultArn: `arn:aws:backup:${region}:${accountId}:backup-vault:${BackupVaultName}`,
      RecoveryPointArn: arn,
      ResourceType: resourceType,
      RestoreMetadata: METADATA[resourceType]?.(resourceArn) ?? {},
    };
  },
});

/** The ARN of what a restore makes, by its type. */
const arnOf = (type: string, id: string, { region, accountId }: { readonly region: string; readonly accountId: string }): string => {
  if (type === "EBS") return `arn:aws:ec2:${region}:${accountId}:volume/vol-${id}`;
  if (type === "EFS") return `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/fs-${id}`;
  return `arn:aws:fsx:${region}:${accountId}:file-system/fs-${id}`;
};

type Made = {
  readonly id: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly endMs: number;
};

/** The resource itself, where the estate has such things. */
const make = ({ world, region, nowMs }: WriteCall, { id, type, metadata, endMs }: Made): void => {
  if (type === "EBS") {
    const availabilityZone = metadata["availabilityZone"] ?? "";
    const volume = { id: `vol-${id}`, region, availabilityZone, sizeGiB: 8, createdMs: nowMs, availableMs: endMs, tags: {} };
    world.put(volumeKind, region, volume.id, volume);
  }
  if (type === "EFS") {
    const made = { id: `fs-${id}`, region, name: "restored", protection: "ENABLED" as const, protectedMs: nowMs, mountTargets: 0 };
    world.put(fileSystemKind, region, made.id, { ...made, createdMs: nowMs });
  }
  if (type === "FSx") world.put(fsxKind, region, `fs-${id}`, { id: `fs-${id}`, createdMs: nowMs, availableMs: endMs });
};

export const startRestore = writeOperation({
  input: z.object({
    RecoveryPointArn: z.string().startsWith("arn:"),
    Metadata: z.record(z.string(), z.string()),
    IamRoleArn: z.string().startsWith("arn:"),
    IdempotencyToken: z.string().optional(),
    ResourceType: z.string().optional(),
  }),
  resources: ({ RecoveryPointArn }, world, region) => [
    world.get(pointKind, region, RecoveryPointArn)?.resourceArn ?? RecoveryPointArn,
    RecoveryPointArn,
  ],
  run: ({ RecoveryPointArn, Metadata, IdempotencyToken: token = "" }, call): StartRestoreJobOutput => {
    const { world, region, nowMs, chance, faulty } = call;
    const known = world.list(restoreKind, region).find((job) => token !== "" && job.token === token);
    if (known !== undefined) return { RestoreJobId: known.id };
    const source = point(world, region, RecoveryPointArn);
    if (source.resourceType === "EBS" && Metadata["availabilityZone"] === undefined) {
      throw awsError("InvalidParameterValueException", "Metadata availabilityZone is required.", 400);
    }
    if (source.resourceType === "EFS" && Metadata["newFileSystem"] === undefined) {
      throw awsError("InvalidParameterValueException", "Metadata newFileSystem is required.", 400);
    }
    const id = chance.hex(36, "restore").toUpperCase();
    const endMs = faulty("never-completes", [source.resourceArn]) ? NEVER_MS : nowMs + chance.durationMs(RESTORE, "restore");
    const createdId = chance.hex(17, "created");
    const failure = faulty("launch-failed", [source.resourceArn]) ? { failure: "The restore failed (injected fault)." } : {};
    const job: RestoreJobRecord = {
      id,
      token,
      point: RecoveryPointArn,
      resourceType: source.resourceType,
      metadata: Metadata,
      createdMs: nowMs,
      endMs,
      createdArn: arnOf(source.resourceType, createdId, call),
      ...failure,
    };
    world.put(restoreKind, region, id, job);
    if (job.failure === undefined) make(call, { id: createdId, type: source.resourceType, metadata: Metadata, endMs });
    return { RestoreJobId: id };
  },
});

export const describeRestore = readOperation({
  input: z.object({ RestoreJobId: z.string() }),
  resources: ({ RestoreJobId }) => [RestoreJobId],
  run: ({ RestoreJobId }, { world, region, nowMs }): DescribeRestoreJobOutput => {
    const found = world.get(restoreKind, region, RestoreJobId);
    if (found === undefined) throw missing(`Restore job ${RestoreJobId}`);
    return restoreShape(found, nowMs);
  },
  withStatus: (output, Status) => ({ ...output, Status }),
});

export const putValidation = writeOperation({
  input: z.object({
    RestoreJobId: z.string(),
    ValidationStatus: z.enum(["FAILED", "SUCCESSFUL", "TIMED_OUT", "VALIDATING"]),
    ValidationStatusMessage: z.string().default(""),
  }),
  resources: ({ RestoreJobId }, world, region) => {
    const source = world.get(pointKind, region, world.get(restoreKind, region, RestoreJobId)?.point ?? "");
    return source === undefined ? [RestoreJobId] : [source.resourceArn, RestoreJobId];
  },
  run: ({ RestoreJobId, ValidationStatus: status, ValidationStatusMessage: message }, { world, region }) => {
    const found = world.get(restoreKind, region, RestoreJobId);
    if (found === undefined) throw missing(`Restore job ${RestoreJobId}`);
    world.put(restoreKind, region, RestoreJobId, { ...found, validation: { status, message } });
    return {};
  },
});

export const startCopy = writeOperation({
  input: z.object({
    RecoveryPointArn: z.string().startsWith("arn:"),
    SourceBackupVaultName: z.string(),
    DestinationBackupVaultArn: z.string().startsWith("arn:"),
    IamRoleArn: z.string().startsWith("arn:"),
    IdempotencyToken: z.string().optional(),
  }),
  resources: ({ RecoveryPointArn }, world, region) => [
    world.get(pointKind, region, RecoveryPointArn)?.resourceArn ?? RecoveryPointArn,
    RecoveryPointArn,
  ],
  run: ({ RecoveryPointArn, DestinationBackupVaultArn, IdempotencyToken: token = "" }, call): StartCopyJobOutput => {
    const { world, region, nowMs, chance, faulty, accountId, downSinceMs } = call;
    const known = world.list(copyKind, region).find((job) => token !== "" && job.token === token);
    if (known !== undefined) return { CopyJobId: known.id, CreationDate: new Date(known.createdMs) };
    const source = point(world, region, RecoveryPointArn);
    const [, , , otherRegion = region, , , vault = ""] = DestinationBackupVaultArn.split(":");
    const id = chance.hex(36, "copy").toUpperCase();
    const destination = `arn:aws:backup:${otherRegion}:${accountId}:recovery-point:${chance.hex(12, "point")}`;
    const endMs = faulty("never-completes", [source.resourceArn]) ? NEVER_MS : nowMs + chance.durationMs(COPY, "copy");
    // The job is taken all the same: what becomes of it, only the job tells.
    const isLost = downSinceMs(otherRegion) !== undefined;
    world.put(copyKind, region, id, {
      id,
      token,
      source: source.arn,
      destinationVault: DestinationBackupVaultArn,
      destination,
      createdMs: nowMs,
      endMs,
      ...(isLost ? { failure: `Vault ${vault} in ${otherRegion} cannot be reached.` } : {}),
    });
    if (!isLost) world.put(pointKind, otherRegion, destination, { ...source, arn: destination, vault, thereMs: endMs });
    return { CopyJobId: id, CreationDate: new Date(nowMs) };
  },
});

export const describeCopy = readOperation({
  input: z.object({ CopyJobId: z.string() }),
  resources: ({ CopyJobId }) => [CopyJobId],
  run: ({ CopyJobId }, { world, region, nowMs }): DescribeCopyJobOutput => {
    const found = world.get(copyKind, region, CopyJobId);
    if (found === undefined) throw missing(`Copy job ${CopyJobId}`);
    return { CopyJob: copyShape(found, nowMs) };
  },
  withStatus: (output, State) => ({ CopyJob: { ...output.CopyJob, State } }),
});
