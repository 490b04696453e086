/** The operations of this adapter by name. */
import { backupCopy } from "./backup-copy.ts";
import { backupRestore } from "./backup-restore.ts";
import { configureReplication } from "./configure-replication.ts";
import { ebsRestore } from "./ebs-restore.ts";
import { ebsSnapshot } from "./ebs-snapshot.ts";
import { efsFailback } from "./efs-failback.ts";
import { efsFailover } from "./efs-failover.ts";

/** All of them. */
export const operations = {
  efs_failover: efsFailover,
  efs_failback: efsFailback,
  ebs_snapshot: ebsSnapshot,
  ebs_restore: ebsRestore,
  backup_restore: backupRestore,
  backup_copy: backupCopy,
  configure_replication: configureReplication,
};
