// The simulated AWS Backup: recovery points that were scanned or not, restores and copies of them.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { COPY, RESTORE } from "./durations.ts";
import {
  describeCopy,
  describePoint,
  describeRestore,
  getRestoreMetadata,
  listPoints,
  putValidation,
  startCopy,
  startRestore,
} from "./operations.ts";
import { copyKind, pointKind, restoreKind } from "./records.ts";
import { copyShape, restoreShape } from "./shapes.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValueException",
  unknownAction: "InvalidRequestException",
  throttled: { code: "ThrottlingException", status: 429 },
  internal: { code: "ServiceUnavailableException", status: 500 },
};

/** Types as AWS Backup calls them, by the service of an ARN. */
const TYPES: Readonly<Record<string, string>> = {
  ec2: "EBS",
  elasticfilesystem: "EFS",
  fsx: "FSx",
  dynamodb: "DynamoDB",
  rds: "RDS",
  s3: "S3",
};
const typeOf = (arn: string): string => TYPES[arn.split(":")[2] ?? ""] ?? "FSx";

const point = z.strictObject({
  id: z.string().regex(/^[0-9a-f-]{4,40}$/u, "expected hex digits"),
  region: seedRegion,
  vault: z.string().default("dr-vault"),
  resourceArn: z.string().startsWith("arn:"),
  /** How long ago it was made. */
  ageSeconds: z.number().min(0).default(3_600),
  status: z.enum(["COMPLETED", "PARTIAL", "EXPIRED"]).default("COMPLETED"),
  scan: z.enum(["clean", "infected", "running"]).nullable().default(null),
});

/** A clean point of everything that tasks would restore or copy, in the Region where they do. Its id is the resource's: another task's is another. */
const planned = (tasks: readonly PlanTask[]) =>
  tasks
    .filter(({ technology, operation }) => technology === "storage" && operation?.startsWith("backup_"))
    .flatMap(({ resources, config, region: usual }) => {
      const region = z.string().safeParse(config["region"]).data ?? usual;
      const arns = z.array(z.string().startsWith("arn:")).safeParse(resources["protectedResources"]).data ?? [];
      return arns.map((resourceArn) => ({
        id: seededHex(12, "point", resourceArn),
        resourceArn,
        scan: "clean" as const,
        ...(region === undefined ? {} : { region }),
      }));
    });

/** AWS Backup. */
export const backup = defineService({
  service: "backup",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-backup");
    return sdkProtocol(module, module.BackupClient, errors);
  },
  operations: {
    ListRecoveryPointsByResource: listPoints,
    DescribeRecoveryPoint: describePoint,
    GetRecoveryPointRestoreMetadata: getRestoreMetadata,
    StartRestoreJob: startRestore,
    DescribeRestoreJob: describeRestore,
    PutRestoreValidationResult: putValidation,
    StartCopyJob: startCopy,
    DescribeCopyJob: describeCopy,
  },
  seed: {
    schema: z.strictObject({ recoveryPoints: z.array(point).default([]) }),
    apply({ recoveryPoints }, { seeder, region: usual, accountId, nowMs }) {
      for (const { id, region = usual, ageSeconds, ...one } of recoveryPoints) {
        const arn = `arn:aws:backup:${region}:${accountId}:recovery-point:${id}`;
        const place = { service: "backup", kind: "recovery-point", region, id: arn, name: one.resourceArn };
        seeder.add(pointKind, place, () => ({
          ...one,
          arn,
          resourceType: typeOf(one.resourceArn),
          createdMs: nowMs - ageSeconds * 1_000,
          bytes: 1_073_741_824,
        }));
      }
    },
  },
  planResources: (tasks) => ({ seed: { recoveryPoints: planned(tasks) } }),
  view: (world, { nowMs }) => ({
    recoveryPoints: everywhere(world, pointKind).map(({ region, body }) => ({ region, ...body })),
    restoreJobs: everywhere(world, restoreKind).map(({ body }) => restoreShape(body, nowMs)),
    copyJobs: everywhere(world, copyKind).map(({ body }) => copyShape(body, nowMs)),
  }),
  quotas: {},
  durations: { restore: RESTORE, copy: COPY },
  events: [],
});
