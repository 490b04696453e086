// The part of Amazon FSx that file systems made by a restore need.
import type { DeleteFileSystemResponse, DescribeFileSystemsResponse } from "@aws-sdk/client-fsx";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { fsxKind, type FsxRecord } from "./records.ts";

const errors: ServiceErrors = {
  invalidInput: "BadRequest",
  unknownAction: "BadRequest",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "InternalServerError", status: 500 },
};

const find = (world: WorldView, region: string, id: string): FsxRecord => {
  const found = world.get(fsxKind, region, id);
  if (found === undefined) throw awsError("FileSystemNotFound", `File system '${id}' does not exist.`, 400);
  return found;
};

const describeFileSystems = readOperation({
  input: z.object({ FileSystemIds: z.array(z.string()).optional(), MaxResults: z.int().optional(), NextToken: z.string().optional() }),
  resources: ({ FileSystemIds = [] }) => FileSystemIds,
  run: ({ FileSystemIds }, { world, region, nowMs, accountId }): DescribeFileSystemsResponse => ({
    FileSystems: (FileSystemIds?.map((id) => find(world, region, id)) ?? world.list(fsxKind, region)).map((one) => ({
      OwnerId: accountId,
      FileSystemId: one.id,
      FileSystemType: "WINDOWS",
      CreationTime: new Date(one.createdMs),
      Lifecycle: nowMs < one.availableMs ? "CREATING" : "AVAILABLE",
      StorageCapacity: 32,
      ResourceARN: `arn:aws:fsx:${region}:${accountId}:file-system/${one.id}`,
    })),
  }),
  withStatus: (output, status) => ({ FileSystems: output.FileSystems?.map((one) => ({ ...one, Lifecycle: status as "AVAILABLE" })) }),
});

const deleteFileSystem = writeOperation({
  input: z.object({ FileSystemId: z.string() }),
  resources: ({ FileSystemId }) => [FileSystemId],
  run: ({ FileSystemId }, { world, region }): DeleteFileSystemResponse => {
    find(world, region, FileSystemId);
    world.remove(fsxKind, region, FileSystemId);
    return { FileSystemId, Lifecycle: "DELETING" };
  },
});

const fileSystem = z.strictObject({ id: z.string().startsWith("fs-"), region: seedRegion });

/** Amazon FSx. */
export const fsx = defineService({
  service: "fsx",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-fsx");
    return sdkProtocol(module, module.FSxClient, errors);
  },
  operations: { DescribeFileSystems: describeFileSystems, DeleteFileSystem: deleteFileSystem },
  seed: {
    schema: z.strictObject({ fileSystems: z.array(fileSystem).default([]) }),
    apply({ fileSystems }, { seeder, region: usual, createdMs }) {
      for (const { id, region = usual } of fileSystems) {
        seeder.add(fsxKind, { service: "fsx", kind: "file-system", region, id, name: id }, () => ({
          id,
          createdMs,
          availableMs: createdMs,
        }));
      }
    },
  },
  planResources: () => ({ seed: {} }),
  view: (world) => ({ fileSystems: everywhere(world, fsxKind).map(({ region, body }) => ({ region, id: body.id })) }),
  quotas: {},
  durations: {},
  events: [],
});
