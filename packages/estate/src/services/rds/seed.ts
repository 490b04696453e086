// The RDS part of a seed: clusters with their instances, single instances, global databases.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { clusterArn, clusterKind, type ClusterRecord, globalClusterKind, instanceKind, snapshotKind, toIdentifier } from "./records.ts";

const cluster = z.strictObject({
  identifier: seedIdentifier,
  region: seedRegion,
  engine: z.string().default("aurora-postgresql"),
  engineVersion: z.string().default("16.4"),
  /** A status word that stays, such as `stopped`. */
  status: z.string().min(1).optional(),
  /** The ARN of the cluster whose binary log it replicates. */
  replicaOf: z.string().startsWith("arn:").optional(),
  /** Instances (none: a headless cluster); the writer first unless one is marked. Absent: a writer and two readers, `<identifier>-instance-1..3`. */
  members: z
    .array(
      z.strictObject({
        identifier: seedIdentifier,
        availabilityZone: z.string().optional(),
        promotionTier: z.int().min(0).max(15).default(1),
        writer: z.boolean().default(false),
        status: z.string().min(1).optional(),
      }),
    )
    .optional(),
});

const instance = z.strictObject({
  identifier: seedIdentifier,
  region: seedRegion,
  engine: z.string().default("postgres"),
  engineVersion: z.string().default("16.4"),
  multiAz: z.boolean().default(true),
  /** A status word that stays, such as `storage-full`. */
  status: z.string().min(1).optional(),
  /** The source, for a read replica: an identifier, or an ARN for one of another Region. */
  replicaOf: z.string().optional(),
});

const snapshot = z.strictObject({
  identifier: seedIdentifier,
  region: seedRegion,
  of: z.enum(["cluster", "instance"]),
  source: seedIdentifier,
  engine: z.string().default("aurora-postgresql"),
  engineVersion: z.string().default("16.4"),
  /** How long ago it was taken, in seconds. */
  ageSeconds: z.number().nonnegative().default(600),
});

const globalCluster = z.strictObject({
  identifier: seedIdentifier,
  engine: z.string().default("aurora-postgresql"),
  engineVersion: z.string().default("16.4"),
  /** Cluster ARNs, or clusters by name and Region; the first is the writer. */
  memberArns: z.array(z.string().startsWith("arn:")).default([]),
  members: z.array(z.strictObject({ cluster: seedIdentifier, region: seedRegion })).default([]),
});

const schema = z.strictObject({
  clusters: z.array(cluster).default([]),
  instances: z.array(instance).default([]),
  globalClusters: z.array(globalCluster).default([]),
  snapshots: z.array(snapshot).default([]),
});

/** What a seed document may say about RDS. */
export type RdsSeed = z.input<typeof schema>;

type ClusterSeed = z.output<typeof cluster>;

/** Healthy clusters and instances. Their creation lies a day back, so that they have a past. */
const apply = (rds: z.output<typeof schema>, context: SeedContext): void => {
  for (const cluster of rds.clusters) seedCluster(cluster, context);
  for (const seed of rds.instances) {
    const identifier = toIdentifier(seed.identifier);
    const region = seed.region ?? context.region;
    context.seeder.add(instanceKind, { service: "rds", kind: "instance", region, id: identifier, name: seed.identifier }, () => ({
      identifier,
      region,
      engine: seed.engine,
      engineVersion: seed.engineVersion,
      createdMs: context.createdMs,
      availabilityZone: `${region}a`,
      ...(seed.multiAz && { secondaryAvailabilityZone: `${region}b` }),
      ...(seed.replicaOf !== undefined && { replicaOf: seed.replicaOf }),
      ...(seed.status !== undefined && { restingStatus: seed.status }),
    }));
  }
  for (const { identifier: name, of: kind, source, ageSeconds, region = context.region, ...engine } of rds.snapshots) {
    const identifier = toIdentifier(name);
    const id = `${kind}:${identifier}`;
    const record = { identifier, region, kind, source: toIdentifier(source), ...engine, createdMs: context.nowMs - ageSeconds * 1000 };
    context.seeder.add(snapshotKind, { service: "rds", kind: "snapshot", region, id, name }, () => record);
  }
  for (const { identifier: name, memberArns, members, ...engine } of rds.globalClusters) {
    const identifier = toIdentifier(name);
    const named = members.map(({ cluster, region = context.region }) =>
      clusterArn(context.accountId, { region, identifier: toIdentifier(cluster) }),
    );
    context.seeder.add(globalClusterKind, { service: "rds", kind: "global-cluster", region: GLOBAL_REGION, id: identifier, name }, () => ({
      identifier,
      ...engine,
      members: [...memberArns, ...named].map((arn, index) => ({ clusterArn: arn, writer: index === 0 })),
    }));
  }
};

const seedCluster = (seed: ClusterSeed, { seeder, region: defaultRegion, createdMs }: SeedContext): void => {
  const identifier = toIdentifier(seed.identifier);
  const region = seed.region ?? defaultRegion;
  const members = membersOf(seed, identifier, region);
  const writer = members.find((member) => member.writer)?.identifier ?? members[0]?.identifier ?? identifier;
  const record: ClusterRecord = {
    identifier,
    region,
    engine: seed.engine,
    engineVersion: seed.engineVersion,
    createdMs,
    members: members.map((member) => ({ identifier: member.identifier, promotionTier: member.promotionTier })),
    writer,
    ...(seed.replicaOf !== undefined && { replicaOf: seed.replicaOf }),
    ...(seed.status !== undefined && { restingStatus: seed.status }),
  };
  if (!seeder.add(clusterKind, { service: "rds", kind: "cluster", region, id: identifier, name: seed.identifier }, () => record)) return;
  for (const member of members) {
    seeder.add(instanceKind, { service: "rds", kind: "instance", region, id: member.identifier, name: member.identifier }, () => ({
      identifier: member.identifier,
      region,
      engine: seed.engine,
      engineVersion: seed.engineVersion,
      createdMs,
      availabilityZone: member.availabilityZone,
      clusterIdentifier: identifier,
      ...(member.status !== undefined && { restingStatus: member.status }),
    }));
  }
};

const ZONES = ["a", "b", "c"];

const membersOf = (seed: ClusterSeed, identifier: string, region: string) =>
  (seed.members ?? usualMembers(identifier)).map((member, index) => ({
    identifier: toIdentifier(member.identifier),
    promotionTier: member.promotionTier,
    writer: member.writer,
    status: member.status,
    availabilityZone: member.availabilityZone ?? `${region}${ZONES[index % ZONES.length] ?? "a"}`,
  }));

/** A writer and two readers, one in each zone. */
const usualMembers = (identifier: string): NonNullable<ClusterSeed["members"]> =>
  [1, 2, 3].map((number) => ({ identifier: `${identifier}-instance-${number}`, promotionTier: number - 1, writer: number === 1 }));

/** Schema and effect of the RDS part. */
export const rdsSeed = { schema, apply };
