/** All operations of this adapter, by the name that plans use. */
import { detachFromGlobal } from "./detach-from-global.ts";
import { documentdbFailback } from "./documentdb-failback.ts";
import { documentdbFailover } from "./documentdb-failover.ts";
import { documentdbSwitchover } from "./documentdb-switchover.ts";
import { elasticacheFailback } from "./elasticache-failback.ts";
import { elasticacheFailover } from "./elasticache-failover.ts";
import { failback } from "./failback.ts";
import { failover } from "./failover.ts";
import { globalFailback } from "./global-failback.ts";
import { globalFailover } from "./global-failover.ts";
import { globalSwitchover } from "./global-switchover.ts";
import { inEnvironment } from "./in-environment.ts";
import { neptuneFailback } from "./neptune-failback.ts";
import { neptuneFailover } from "./neptune-failover.ts";
import { neptuneSwitchover } from "./neptune-switchover.ts";
import { onPremisesFailover } from "./on-premises-failover.ts";
import { oracleSwitchover } from "./oracle-switchover.ts";
import { promoteReadReplica } from "./promote-read-replica.ts";
import { restorePointInTime } from "./restore-point-in-time.ts";
import { restoreSnapshot } from "./restore-snapshot.ts";

/** Name to operation; the manifest and the adapter read the same list. */
export const operations = {
  failover: inEnvironment(failover),
  failback: inEnvironment(failback),
  global_switchover: inEnvironment(globalSwitchover),
  global_failover: inEnvironment(globalFailover),
  global_failback: inEnvironment(globalFailback),
  detach_from_global: inEnvironment(detachFromGlobal),
  promote_read_replica: inEnvironment(promoteReadReplica),
  oracle_switchover: inEnvironment(oracleSwitchover),
  restore_point_in_time: restorePointInTime,
  restore_snapshot: restoreSnapshot,
  documentdb_switchover: inEnvironment(documentdbSwitchover),
  documentdb_failover: inEnvironment(documentdbFailover),
  documentdb_failback: inEnvironment(documentdbFailback),
  neptune_switchover: inEnvironment(neptuneSwitchover),
  neptune_failover: inEnvironment(neptuneFailover),
  neptune_failback: inEnvironment(neptuneFailback),
  elasticache_failover: inEnvironment(elasticacheFailover),
  elasticache_failback: inEnvironment(elasticacheFailback),
  on_premises_failover: inEnvironment(onPremisesFailover),
};
