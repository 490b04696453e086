// The simulated EFS: file systems, and the replication that keeps one a copy of another.
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { DELETE, ENABLE, PROTECTION } from "./durations.ts";
import {
  createReplication,
  deleteFileSystem,
  deleteReplication,
  describeFileSystems,
  describeMountTargets,
  describeReplications,
  tagResource,
  updateProtection,
} from "./operations.ts";
import { fileSystemId, fileSystemKind, isDestination, isKnownIn, replicationKind } from "./records.ts";

const errors: ServiceErrors = {
  invalidInput: "BadRequest",
  unknownAction: "BadRequest",
  throttled: { code: "ThrottlingException", status: 429 },
  internal: { code: "InternalServerError", status: 500 },
};

const id = z.string().regex(/^fs-[0-9a-f]{8,40}$/u, "expected the id of a file system, such as fs-0123456789abcdef0");
const fileSystem = z.strictObject({
  id,
  region: seedRegion,
  name: z.string().optional(),
  protection: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  mountTargets: z.int().min(0).default(2),
  tags: z.record(z.string(), z.string()).default({}),
});
const replication = z.strictObject({
  source: id,
  sourceRegion: z.string().default("us-east-1"),
  destination: id,
  destinationRegion: z.string().default("us-west-2"),
  lagSeconds: z.number().min(0).nullable().default(60),
  paused: z.boolean().default(false),
  /** The destination was let go without the source, whose Region still knows of it. */
  givenUp: z.boolean().default(false),
});

const planned = z.looseObject({
  fileSystems: z.array(z.strictObject({ source: z.string(), destination: z.string() })).catch([]),
  sourceRegion: z.string().catch("us-east-1"),
  destinationRegion: z.string().catch("us-west-2"),
});

/** Of tasks of this technology: both file systems of each pair, replicated as the operation needs it. */
const pairsIn = (tasks: readonly PlanTask[]) =>
  tasks
    .filter(
      ({ technology, operation }) =>
        technology === "storage" && (operation?.startsWith("efs_") === true || operation === "configure_replication"),
    )
    .flatMap((task) => {
      const { fileSystems, sourceRegion, destinationRegion } = planned.parse(task.resources);
      return fileSystems.map((pair) => ({
        source: fileSystemId(pair.source),
        destination: fileSystemId(pair.destination),
        sourceRegion,
        destinationRegion,
        isReplicated: task.operation === "efs_failover",
      }));
    });

/** Amazon EFS. */
export const efs = defineService({
  service: "elasticfilesystem",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-efs");
    return sdkProtocol(module, module.EFSClient, errors);
  },
  operations: {
    DescribeFileSystems: describeFileSystems,
    DescribeMountTargets: describeMountTargets,
    DescribeReplicationConfigurations: describeReplications,
    CreateReplicationConfiguration: createReplication,
    DeleteFileSystem: deleteFileSystem,
    DeleteReplicationConfiguration: deleteReplication,
    TagResource: tagResource,
    UpdateFileSystemProtection: updateProtection,
  },
  seed: {
    schema: z.strictObject({ fileSystems: z.array(fileSystem).default([]), replications: z.array(replication).default([]) }),
    apply({ fileSystems, replications }, { seeder, region: usual, createdMs }) {
      for (const { region = usual, name, ...one } of fileSystems) {
        const place = { service: "elasticfilesystem", kind: "file-system", region, id: one.id, name: name ?? one.id };
        seeder.add(fileSystemKind, place, () => ({ ...one, region, name: name ?? one.id, protectedMs: createdMs, createdMs }));
      }
      for (const { lagSeconds, givenUp, ...one } of replications) {
        const place = {
          service: "elasticfilesystem",
          kind: "replication",
          region: GLOBAL_REGION,
          id: `${one.source}@${createdMs}`,
          name: one.source,
        };
        const lag = lagSeconds ?? NEVER_MS;
        const ends = { sourceEndMs: NEVER_MS, destinationEndMs: givenUp ? createdMs : NEVER_MS };
        seeder.add(replicationKind, place, () => ({ ...one, lagSeconds: lag, createdMs, enabledMs: createdMs, ...ends }));
      }
    },
  },
  planResources: (tasks) => {
    const pairs = pairsIn(tasks);
    return {
      seed: {
        fileSystems: pairs.flatMap(({ source, destination, sourceRegion, destinationRegion }) => [
          { id: source, region: sourceRegion },
          { id: destination, region: destinationRegion },
        ]),
        replications: pairs.filter(({ isReplicated }) => isReplicated).map(({ isReplicated: _one, ...pair }) => pair),
      },
    };
  },
  view: (world, { nowMs }) => ({
    fileSystems: everywhere(world, fileSystemKind).map(({ region, body }) => ({
      region,
      id: body.id,
      writable: !isDestination(world, body, nowMs),
      protection: body.protection,
      tags: body.tags ?? {},
    })),
    replications: world
      .list(replicationKind, GLOBAL_REGION)
      .filter((one) => isKnownIn(one, one.sourceRegion, nowMs) || isKnownIn(one, one.destinationRegion, nowMs)),
  }),
  quotas: {},
  durations: { enable: ENABLE, delete: DELETE, protection: PROTECTION },
  events: [],
});
