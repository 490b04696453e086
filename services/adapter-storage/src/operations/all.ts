/** The operations of this adapter by name. */
import { configureReplication } from "./configure-replication.ts";
import { efsFailback } from "./efs-failback.ts";
import { efsFailover } from "./efs-failover.ts";

/** All of them. */
export const operations = {
  efs_failover: efsFailover,
  efs_failback: efsFailback,
  configure_replication: configureReplication,
};
