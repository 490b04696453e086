// Adds the RDS part of a seed.
import { clusterKind, type ClusterRecord, globalClusterKind, instanceKind, toIdentifier } from "../rds/records.ts";
import { GLOBAL_REGION } from "../world/kind.ts";
import type { ParsedSeed } from "./seed-document.ts";
import type { SeedContext } from "./seed-context.ts";

type ClusterSeed = ParsedSeed["rds"]["clusters"][number];

/** Healthy clusters and instances. Their creation lies a day back, so that they have a past. */
export const seedRds = ({ rds }: ParsedSeed, context: SeedContext): void => {
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
    }));
  }
  for (const { identifier: name, memberArns, ...engine } of rds.globalClusters) {
    const identifier = toIdentifier(name);
    context.seeder.add(globalClusterKind, { service: "rds", kind: "global-cluster", region: GLOBAL_REGION, id: identifier, name }, () => ({
      identifier,
      ...engine,
      members: memberArns.map((clusterArn, index) => ({ clusterArn, writer: index === 0 })),
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
    }));
  }
};

const ZONES = ["a", "b", "c"];

const membersOf = (seed: ClusterSeed, identifier: string, region: string) =>
  (seed.members ?? usualMembers(identifier)).map((member, index) => ({
    identifier: toIdentifier(member.identifier),
    promotionTier: member.promotionTier,
    writer: member.writer,
    availabilityZone: member.availabilityZone ?? `${region}${ZONES[index % ZONES.length] ?? "a"}`,
  }));

/** A writer and two readers, one in each zone. */
const usualMembers = (identifier: string): NonNullable<ClusterSeed["members"]> =>
  [1, 2, 3].map((number) => ({ identifier: `${identifier}-instance-${number}`, promotionTier: number - 1, writer: number === 1 }));
