// A global database as RDS writes it.
import type { GlobalCluster } from "@aws-sdk/client-rds";
import { globalStateAt, membersAt } from "./global-state.ts";
import type { GlobalClusterRecord } from "./records.ts";

/** The `GlobalCluster` at a moment. */
export const globalShape = (record: GlobalClusterRecord, accountId: string, nowMs: number): GlobalCluster => {
  const { status, writer, failover } = globalStateAt(record, nowMs);
  const members = membersAt(record, nowMs);
  const readers = members.map(({ clusterArn }) => clusterArn).filter((arn) => arn !== writer);
  return {
    GlobalClusterIdentifier: record.identifier,
    GlobalClusterArn: `arn:aws:rds::${accountId}:global-cluster:${record.identifier}`,
    Status: status,
    Engine: record.engine,
    EngineVersion: record.engineVersion,
    StorageEncrypted: true,
    DeletionProtection: false,
    Endpoint: `${record.identifier}.global-simulated.global.rds.amazonaws.com`,
    GlobalClusterMembers: members.map(({ clusterArn }) => ({
      DBClusterArn: clusterArn,
      IsWriter: clusterArn === writer,
      Readers: clusterArn === writer ? readers : [],
      SynchronizationStatus: "connected",
    })),
    ...(failover !== undefined && {
      FailoverState: {
        Status: failover.status,
        FromDbClusterArn: failover.from,
        ToDbClusterArn: failover.to,
        IsDataLossAllowed: failover.dataLoss,
      },
    }),
  };
};
