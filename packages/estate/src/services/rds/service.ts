// The simulated RDS: Aurora clusters, Multi-AZ instances and global databases.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { describeClusters } from "./describe-clusters.ts";
import { describeEvents } from "./describe-events.ts";
import { describeGlobalClusters } from "./describe-global-clusters.ts";
import { describeInstances } from "./describe-instances.ts";
import {
  AURORA_CLONE,
  AURORA_FAILOVER,
  AURORA_GLOBAL_DETACH,
  AURORA_GLOBAL_FAILOVER,
  AURORA_GLOBAL_SWITCHOVER,
  AURORA_OLD_WRITER_RESTART,
  ORACLE_AFTER_FLIP,
  ORACLE_SWITCHOVER,
  RDS_AFTER_GLOBAL_FLIP,
  RDS_AFTER_ZONE_CHANGE,
  RDS_CREATE_MEMBER,
  RDS_DELETE,
  RDS_PROMOTION,
  RDS_REBOOT,
  RDS_REBOOT_FAILOVER,
  RDS_RESTORE,
  RDS_STALE_READ,
} from "./durations.ts";
import { createInstance, deleteCluster, deleteInstance } from "./members.ts";
import { describeClusterSnapshots, describeInstanceSnapshots, restoreClusterSnapshot, restoreInstanceSnapshot } from "./snapshots.ts";
import { failoverCluster } from "./failover-cluster.ts";
import { failoverGlobalCluster, removeFromGlobalCluster, switchoverGlobalCluster } from "./global-acts.ts";
import { planRds } from "./plan.ts";
import { promoteReadReplicaCluster } from "./promote-read-replica-cluster.ts";
import { promoteReadReplica } from "./promote-read-replica.ts";
import { RDS_DETAIL_TYPES } from "./rds-events.ts";
import { switchoverReadReplica } from "./switchover-read-replica.ts";
import { rebootInstance } from "./reboot-instance.ts";
import { restoreCluster, restoreInstance } from "./restore.ts";
import { rdsSeed } from "./seed.ts";
import { rdsView } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidParameterValue",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** Amazon RDS. */
export const rds = defineService({
  service: "rds",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-rds");
    return sdkProtocol(module, module.RDSClient, errors);
  },
  operations: {
    CreateDBInstance: createInstance,
    DeleteDBCluster: deleteCluster,
    DeleteDBInstance: deleteInstance,
    DescribeDBClusterSnapshots: describeClusterSnapshots,
    DescribeDBSnapshots: describeInstanceSnapshots,
    RestoreDBClusterFromSnapshot: restoreClusterSnapshot,
    RestoreDBInstanceFromDBSnapshot: restoreInstanceSnapshot,
    DescribeDBClusters: describeClusters,
    DescribeDBInstances: describeInstances,
    DescribeEvents: describeEvents,
    DescribeGlobalClusters: describeGlobalClusters,
    FailoverDBCluster: failoverCluster,
    FailoverGlobalCluster: failoverGlobalCluster,
    PromoteReadReplica: promoteReadReplica,
    PromoteReadReplicaDBCluster: promoteReadReplicaCluster,
    RebootDBInstance: rebootInstance,
    RemoveFromGlobalCluster: removeFromGlobalCluster,
    RestoreDBClusterToPointInTime: restoreCluster,
    RestoreDBInstanceToPointInTime: restoreInstance,
    SwitchoverGlobalCluster: switchoverGlobalCluster,
    SwitchoverReadReplica: switchoverReadReplica,
  },
  seed: rdsSeed,
  planResources: planRds,
  view: rdsView,
  quotas: {},
  durations: {
    staleRead: RDS_STALE_READ,
    auroraFailover: AURORA_FAILOVER,
    auroraOldWriterRestart: AURORA_OLD_WRITER_RESTART,
    rebootFailover: RDS_REBOOT_FAILOVER,
    afterZoneChange: RDS_AFTER_ZONE_CHANGE,
    reboot: RDS_REBOOT,
    globalSwitchover: AURORA_GLOBAL_SWITCHOVER,
    globalFailover: AURORA_GLOBAL_FAILOVER,
    globalDetach: AURORA_GLOBAL_DETACH,
    afterGlobalFlip: RDS_AFTER_GLOBAL_FLIP,
    promotion: RDS_PROMOTION,
    oracleSwitchover: ORACLE_SWITCHOVER,
    afterOracleFlip: ORACLE_AFTER_FLIP,
    restore: RDS_RESTORE,
    clone: AURORA_CLONE,
    createMember: RDS_CREATE_MEMBER,
    delete: RDS_DELETE,
  },
  events: Object.values(RDS_DETAIL_TYPES),
});
