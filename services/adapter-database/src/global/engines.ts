/** The three services whose databases can be global, and how each measures the lag of a secondary. */
import type { LagMetric } from "../lag-client.ts";
import { placeOf } from "./input.ts";

/** One of them. */
export interface GlobalEngine {
  readonly name: string;
  /** What the operations of this engine are called: `<prefix>switchover`, `<prefix>failover`, `<prefix>failback`. */
  readonly prefix: string;
  readonly matches: (engine: string) => boolean;
  /** The lag of a secondary, measured in its own Region. */
  readonly lagOf: (secondaryArn: string) => LagMetric;
}

const ofCluster =
  (namespace: string, name: string) =>
  (arn: string): LagMetric => ({ namespace, name, dimensions: { DBClusterIdentifier: placeOf(arn).clusterId }, unit: "milliseconds" });

/** Aurora Global Database (Aurora user guide, "CloudWatch metrics for Aurora global databases"). */
export const aurora: GlobalEngine = {
  name: "Aurora",
  prefix: "global_",
  matches: (engine) => engine.startsWith("aurora"),
  lagOf: ofCluster("AWS/RDS", "AuroraGlobalDBReplicationLag"),
};

/** DocumentDB global clusters. Assumed, not checked against its developer guide: a wrong name reads as an unknown lag, never as none. */
export const documentDb: GlobalEngine = {
  name: "DocumentDB",
  prefix: "documentdb_",
  matches: (engine) => engine === "docdb",
  lagOf: ofCluster("AWS/DocDB", "GlobalClusterReplicationLag"),
};

/** Neptune global databases. Assumed, not checked against its user guide: a wrong name reads as an unknown lag, never as none. */
export const neptune: GlobalEngine = {
  name: "Neptune",
  prefix: "neptune_",
  matches: (engine) => engine === "neptune",
  lagOf: ofCluster("AWS/Neptune", "GlobalDbProgressLag"),
};

const ENGINES = [aurora, documentDb, neptune];

/** The engine by the word that the service uses for it. */
export function engineOf(word: string): GlobalEngine | undefined {
  return ENGINES.find(({ matches }) => matches(word));
}
