// The replication lag that databases of the estate report unless a seed says otherwise.
import type { WorldView } from "../../world/world.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { clusterKind, globalClusterKind, instanceKind } from "../rds/records.ts";
import type { MetricRecord } from "./records.ts";

/** A usual value, and the Region without which there are no new data points. */
export type UsualLag = { readonly value: number; readonly sourceRegion: string };

const GLOBAL_LAG_MS = 850;
const REPLICA_LAG_SECONDS = 2;

/** What a database with a replica reports about itself, or undefined for any other series. */
export const usualLag = (
  world: WorldView,
  { name, dimensions }: Pick<MetricRecord, "name" | "dimensions">,
  region: string,
): UsualLag | undefined => {
  if (name === "ReplicaLag") return replicaLag(world, dimensions["DBInstanceIdentifier"] ?? "", region);
  if (name === "AuroraBinlogReplicaLag") return binlogLag(world, dimensions["DBInstanceIdentifier"] ?? "", region);
  const suffix = `:${region}:`;
  const cluster = dimensions["DBClusterIdentifier"] ?? "";
  const owner = world
    .list(globalClusterKind, GLOBAL_REGION)
    .find(({ members }) => members.some(({ clusterArn }) => clusterArn.includes(suffix) && clusterArn.endsWith(`:cluster:${cluster}`)));
  const primary = owner?.members.find(({ writer }) => writer)?.clusterArn;
  return primary === undefined ? undefined : { value: GLOBAL_LAG_MS, sourceRegion: primary.split(":")[3] ?? region };
};

const replicaLag = (world: WorldView, identifier: string, region: string): UsualLag | undefined =>
  lagBehind(world.get(instanceKind, region, identifier)?.replicaOf, region);

/** The writer of a replica cluster is who applies the binary log. */
const binlogLag = (world: WorldView, identifier: string, region: string): UsualLag | undefined => {
  const cluster = world.get(clusterKind, region, world.get(instanceKind, region, identifier)?.clusterIdentifier ?? "");
  return cluster?.writer === identifier ? lagBehind(cluster.replicaOf, region) : undefined;
};

const lagBehind = (source: string | undefined, region: string): UsualLag | undefined => {
  if (source === undefined) return undefined;
  return { value: REPLICA_LAG_SECONDS, sourceRegion: source.startsWith("arn:") ? (source.split(":")[3] ?? region) : region };
};
