/** Databases: clusters in one Region, global ones over two, a replica, copies. */
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  CreateDBSnapshotCommand,
  CreateDBSubnetGroupCommand,
  CreateGlobalClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeGlobalReplicationGroupsCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import type { Asked, Peer, Scene } from "./scene.ts";

const MASTER = { MasterUsername: "administrator", MasterUserPassword: "not-a-secret-at-all" };
const EAST = "us-east-1";
const WEST = "us-west-2";

interface Cluster {
  readonly id: string;
  readonly engine: string;
  readonly region?: string;
  readonly globalId?: string;
  readonly members?: number;
}

/** Creates a cluster with instances `<id>-1`, `<id>-2` … and returns its ARN. */
async function createCluster(peer: Peer, { id, engine, region = EAST, globalId, members = 1 }: Cluster): Promise<string> {
  const rds = new RDSClient(peer.at(region));
  const GlobalClusterIdentifier = globalId;
  // A secondary of a global database has its primary's user.
  const user = globalId !== undefined && region === WEST ? {} : MASTER;
  const { DBCluster } = await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: id,
      Engine: engine,
      ...user,
      ...(globalId === undefined ? {} : { GlobalClusterIdentifier }),
    }),
  );
  for (let index = 1; index <= members; index += 1) {
    const DBInstanceIdentifier = `${id}-${index}`;
    await rds.send(
      new CreateDBInstanceCommand({ DBInstanceIdentifier, DBClusterIdentifier: id, Engine: engine, DBInstanceClass: "db.r5.large" }),
    );
  }
  return DBCluster?.DBClusterArn ?? "";
}

async function writerOf(peer: Peer, id: string): Promise<string | undefined> {
  const { DBClusters } = await new RDSClient(peer.at(EAST)).send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
  return DBClusters?.[0]?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter === true)?.DBInstanceIdentifier;
}

/** A cluster of one Region gets another writer. */
export function movesWriter(operation: "failover" | "failback"): Scene {
  return async (peer) => {
    const id = `${operation}-orders`;
    await createCluster(peer, { id, engine: "aurora-mysql", members: 2 });
    const config = operation === "failback" ? { targetInstance: `${id}-2` } : {};
    return { resources: { clusters: [id] }, config, fact: () => writerOf(peer, id), wanted: `${id}-2` };
  };
}

interface GlobalScene {
  readonly engine: string;
  readonly id: string;
  readonly config?: object;
  readonly mode?: Asked["mode"];
  readonly detaches?: boolean;
}

/** A global database over two Regions gets another primary, or loses a member that stands alone from then on. */
export function movesPrimary({ engine, id, config = {}, mode = "planned", detaches = false }: GlobalScene): Scene {
  return async (peer) => {
    const rds = new RDSClient(peer.at(EAST));
    await rds.send(new CreateGlobalClusterCommand({ GlobalClusterIdentifier: id, Engine: engine }));
    await createCluster(peer, { id: `${id}-east`, engine, globalId: id });
    const west = await createCluster(peer, { id: `${id}-west`, engine, region: WEST, globalId: id });
    const members = async () => {
      const { GlobalClusters } = await rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: id }));
      return GlobalClusters?.[0]?.GlobalClusterMembers ?? [];
    };
    const primary = async () => (await members()).find(({ IsWriter }) => IsWriter === true)?.DBClusterArn;
    const isMember = async () => (await members()).some(({ DBClusterArn }) => DBClusterArn === west);
    if (!(await isMember())) throw new Error(`${west} did not become a member of the global database`);
    return {
      resources: { globalClusters: [id] },
      config: { targetRegion: WEST, ...config },
      mode,
      ...(detaches ? { fact: isMember, wanted: false } : { fact: primary, wanted: west }),
    };
  };
}

/** A replica stands alone. */
export const promotesReplica: Scene = async (peer) => {
  const rds = new RDSClient(peer.at(EAST));
  const common = { DBInstanceClass: "db.m5.large", AllocatedStorage: 20 };
  await rds.send(
    new CreateDBInstanceCommand({ DBInstanceIdentifier: "billing", Engine: "mysql", BackupRetentionPeriod: 1, ...MASTER, ...common }),
  );
  await rds.send(new CreateDBInstanceReadReplicaCommand({ DBInstanceIdentifier: "billing-copy", SourceDBInstanceIdentifier: "billing" }));
  const source = async () => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "billing-copy" }));
    return DBInstances?.[0]?.ReadReplicaSourceDBInstanceIdentifier ?? null;
  };
  if ((await source()) === null) throw new Error("billing-copy is no replica of billing");
  return { resources: { instances: ["billing-copy"] }, mode: "unplanned", fact: source, wanted: null };
};

/** An Oracle standby of the same Region becomes the primary. */
export const switchesStandby: Scene = async (peer) => {
  const rds = new RDSClient(peer.at(EAST));
  const common = { DBInstanceClass: "db.m5.large", AllocatedStorage: 20 };
  await rds.send(
    new CreateDBInstanceCommand({ DBInstanceIdentifier: "ledger", Engine: "oracle-ee", BackupRetentionPeriod: 1, ...MASTER, ...common }),
  );
  await rds.send(new CreateDBInstanceReadReplicaCommand({ DBInstanceIdentifier: "ledger-standby", SourceDBInstanceIdentifier: "ledger" }));
  const source = async () => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "ledger-standby" }));
    return DBInstances?.[0]?.ReadReplicaSourceDBInstanceIdentifier ?? null;
  };
  if ((await source()) === null) throw new Error("ledger-standby is no replica of ledger");
  return { resources: { instances: ["ledger-standby"] }, fact: source, wanted: null };
};

/** A global replication group: neither server has any, so that nothing can be arranged. */
export const movesCache: Scene = async (peer) => {
  await new ElastiCacheClient(peer.at(EAST)).send(new DescribeGlobalReplicationGroupsCommand({}));
  return { resources: {}, fact: () => Promise.resolve("a list of global replication groups: write the scene"), wanted: "" };
};

/** A cluster outside AWS behind a managed node: no server runs one. */
export const asksNode: Scene = () =>
  Promise.resolve({
    resources: { databases: [{ name: "billing", node: "mi-0123456789abcdef0", target: "pg-2" }] },
    config: { preset: "patroni" },
    fact: () => Promise.resolve("no cluster"),
    wanted: "pg-2",
  });

/** A copy of an instance, in a subnet group of its own. */
export function restoresInstance(from: "point_in_time" | "snapshot"): Scene {
  return async (peer) => {
    const rds = new RDSClient(peer.at(EAST));
    const names = { source: `restored-${from.replaceAll("_", "-")}`, copy: "restored-copy", snapshot: "nightly" };
    const common = { DBInstanceClass: "db.m5.large", AllocatedStorage: 20, Engine: "postgres", BackupRetentionPeriod: 1 };
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: names.source, ...MASTER, ...common }));
    await rds.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier: names.snapshot, DBInstanceIdentifier: names.source }));
    const subnetGroup = await isolated(peer, rds);
    const copies = async () => {
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: names.copy }));
      return DBInstances.map(({ DBSubnetGroup, TagList = [] }) => [
        DBSubnetGroup?.DBSubnetGroupName,
        TagList.some(({ Key, Value }) => Key === "dr:copy-of" && Value === source),
      ]);
    };
    const source = from === "snapshot" ? names.snapshot : names.source;
    return {
      resources: from === "snapshot" ? { instanceSnapshots: [source] } : { instances: [source] },
      config: { subnetGroup, securityGroupIds: ["sg-0123abcd"], names: { [source]: names.copy } },
      fact: copies,
      wanted: [[subnetGroup, true]],
    };
  };
}

async function isolated(peer: Peer, rds: RDSClient): Promise<string> {
  const { Subnets = [] } = await new EC2Client(peer.at(EAST)).send(new DescribeSubnetsCommand({}));
  const SubnetIds = Subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? "");
  await rds.send(new CreateDBSubnetGroupCommand({ DBSubnetGroupName: "isolated", DBSubnetGroupDescription: "for copies", SubnetIds }));
  return "isolated";
}
