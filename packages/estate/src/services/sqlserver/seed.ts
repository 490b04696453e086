// The part of a seed document for SQL Server: instances and their availability groups.
import * as z from "zod";
import { seedRegion } from "../../seeding/seed-words.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { groupKind, instanceKind } from "./records.ts";

const name = z.string().min(1).max(128);
const schema = z.strictObject({
  instances: z
    .array(
      z.strictObject({
        name,
        site: seedRegion,
        username: z.string().default("dr_orchestration"),
        password: z.string().default("Simulated-1"),
      }),
    )
    .default([]),
  groups: z
    .array(
      z.strictObject({
        name,
        primary: name,
        replicas: z
          .array(z.strictObject({ name, mode: z.enum(["SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT"]).default("ASYNCHRONOUS_COMMIT") }))
          .min(1),
        databases: z.array(z.union([name, z.strictObject({ name, dataFiles: z.int().min(1).default(1) })])).min(1),
        clusterType: z.enum(["WSFC", "EXTERNAL", "NONE"]).default("WSFC"),
        quorum: z.string().default("NORMAL_QUORUM"),
        lagSeconds: z.number().nonnegative().nullable().default(2),
        suspendedOn: z.array(name).default([]),
      }),
    )
    .default([]),
});

const apply = ({ instances, groups }: z.output<typeof schema>, { seeder, region: usual, createdMs }: SeedContext): void => {
  for (const { site = usual, ...instance } of instances) {
    const place = { service: "sqlserver", kind: "instance", region: GLOBAL_REGION, id: instance.name, name: instance.name };
    seeder.add(instanceKind, place, () => ({ ...instance, site }));
  }
  for (const { databases, suspendedOn, ...group } of groups) {
    const place = { service: "sqlserver", kind: "availability-group", region: GLOBAL_REGION, id: group.name, name: group.name };
    seeder.add(groupKind, place, () => ({
      ...group,
      onlineMs: createdMs,
      syncedMs: createdMs,
      databases: databases.map((one) => {
        const { name: own, dataFiles } = typeof one === "string" ? { name: one, dataFiles: 1 } : one;
        return { name: own, dataFiles, suspendedOn, resuming: {} };
      }),
    }));
  }
};

/** Seeding of SQL Server. */
export const sqlSeed = { schema, apply };
