// The records of the simulated RDS: facts with times, from which the state at any moment follows.
import { defineKind } from "../../world/kind.ts";

/** A failover that was accepted; all times are estate milliseconds. */
export type ClusterFailover = {
  readonly requestedMs: number;
  /** Before this, Describe still shows the old state. */
  readonly visibleMs: number;
  /** The writer changes. */
  readonly flipMs: number;
  /** The cluster is available again. */
  readonly endMs: number;
  readonly from: string;
  readonly to: string;
};

/** A promotion that was accepted: shown from `visibleMs` on, and the source is gone at `endMs`. */
export type Promotion = { readonly visibleMs: number; readonly endMs: number };

/** A switchover that was accepted: `before` is the source until `flipMs`, none for what was the primary. */
export type RoleChange = {
  readonly visibleMs: number;
  readonly flipMs: number;
  readonly endMs: number;
  readonly before: string | undefined;
};

/** What whoever made a database said of it; absent on those that were always there. */
export type Made = {
  readonly tags: Readonly<Record<string, string>>;
  readonly subnetGroup: string;
  readonly securityGroupIds: readonly string[];
};

/** True until a deletion is through. */
export const isThere = ({ goneMs }: { readonly goneMs?: number }, nowMs: number): boolean => goneMs === undefined || nowMs < goneMs;

/** An Aurora cluster. `writer` is the writer once `failover` is over. */
export type ClusterRecord = {
  readonly identifier: string;
  readonly region: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly createdMs: number;
  readonly members: readonly { readonly identifier: string; readonly promotionTier: number }[];
  readonly writer: string;
  readonly failover?: ClusterFailover;
  /** The source of a cluster that replicates another one's binary log; it is one no longer when `promotion` is over. */
  readonly replicaOf?: string | undefined;
  readonly promotion?: Promotion;
  /** The status word while nothing is under way; `available` if absent. */
  readonly restingStatus?: string;
  /** A restored cluster is being created until then. */
  readonly readyMs?: number;
  readonly made?: Made;
  /** A deletion was accepted, and is through then. */
  readonly goneMs?: number;
};

/** Words of a database that takes an act although it does something beside (RDS user guide, "Viewing DB instance status"). */
export const takesActs = (restingStatus = "available"): boolean => ["available", "storage-optimization"].includes(restingStatus);

/** A reboot that was accepted; with failover, the zones swap at `flipMs`. */
export type InstanceReboot = {
  readonly requestedMs: number;
  readonly visibleMs: number;
  readonly flipMs: number;
  readonly endMs: number;
  readonly failover: boolean;
};

/** A DB instance; the zones are those that hold once `reboot` is over. */
export type InstanceRecord = {
  readonly identifier: string;
  readonly region: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly createdMs: number;
  readonly availabilityZone: string;
  /** Present exactly on Multi-AZ instances. */
  readonly secondaryAvailabilityZone?: string;
  /** Present on members of an Aurora cluster. */
  readonly clusterIdentifier?: string;
  readonly reboot?: InstanceReboot;
  /** The source of a read replica; it is one no longer when `promotion` is over. */
  readonly replicaOf?: string | undefined;
  readonly promotion?: Promotion;
  /** An exchange of roles with its primary or replica; `replicaOf` is what holds once it is over. */
  readonly roleChange?: RoleChange;
  /** The status word while nothing is under way; `available` if absent. */
  readonly restingStatus?: string;
  /** A restored instance is being created until then. */
  readonly readyMs?: number;
  readonly made?: Made;
  /** A deletion was accepted, and is through then. */
  readonly goneMs?: number;
};

/** A snapshot of a cluster or of an instance. */
export type SnapshotRecord = {
  readonly identifier: string;
  readonly region: string;
  readonly kind: "cluster" | "instance";
  readonly source: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly createdMs: number;
};

/** A change of the primary cluster that was accepted; clusters by ARN. */
export type GlobalChange = {
  readonly kind: "switchover" | "failover";
  readonly from: string;
  readonly to: string;
  readonly dataLoss: boolean;
  readonly visibleMs: number;
  readonly flipMs: number;
  readonly endMs: number;
};

/** An Aurora global database; members are cluster ARNs, the writer the one that holds once `change` is over. */
export type GlobalClusterRecord = {
  readonly identifier: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** One that was let go is still shown until `leavesMs`. */
  readonly members: readonly { readonly clusterArn: string; readonly writer: boolean; readonly leavesMs?: number }[];
  readonly change?: GlobalChange;
};

/** An entry of the RDS event log; it can be read from `atMs` on. */
export type RdsEventRecord = {
  readonly id: string;
  readonly sourceIdentifier: string;
  readonly sourceType: "db-cluster" | "db-instance";
  readonly sourceArn: string;
  readonly eventId: string;
  readonly categories: readonly string[];
  readonly message: string;
  readonly atMs: number;
};

/** Clusters by identifier. */
export const clusterKind = defineKind<ClusterRecord>("rds.cluster");
/** Instances by identifier. */
export const instanceKind = defineKind<InstanceRecord>("rds.instance");
/** Snapshots by kind and identifier. */
export const snapshotKind = defineKind<SnapshotRecord>("rds.snapshot");
/** Global clusters by identifier. */
export const globalClusterKind = defineKind<GlobalClusterRecord>("rds.global-cluster");
/** The RDS event log. */
export const rdsEventKind = defineKind<RdsEventRecord>("rds.event");

/** The ARN of a cluster. */
export const clusterArn = (accountId: string, { region, identifier }: { region: string; identifier: string }): string =>
  `arn:aws:rds:${region}:${accountId}:cluster:${identifier}`;

/** The ARN of an instance. */
export const instanceArn = (accountId: string, { region, identifier }: { region: string; identifier: string }): string =>
  `arn:aws:rds:${region}:${accountId}:db:${identifier}`;

/** RDS takes an identifier in any case, or an ARN, and stores it in lower case. */
export const toIdentifier = (nameOrArn: string): string =>
  (nameOrArn.startsWith("arn:") ? (nameOrArn.split(":").at(-1) ?? nameOrArn) : nameOrArn).toLowerCase();
