/** What RDS's own status words mean for a failover (RDS user guide, "Viewing DB instance status" and "Viewing DB cluster status"). */
import { statusWords } from "@dr/adapter-kit";

/** The words of clusters and instances. A lasting one is `database.unusable`; one that is not listed is waited for. */
export const databaseStatus = statusWords({
  code: "database.unusable",
  serving: [
    "available",
    "backing-up",
    "configuring-enhanced-monitoring",
    "configuring-iam-database-auth",
    "configuring-log-exports",
    "storage-config-upgrade",
    // Lasts for hours after a change of storage, while the database works.
    "storage-optimization",
  ],
  lasting: [
    "cloning-failed",
    "deleted",
    "deleting",
    "failed",
    "incompatible-network",
    "incompatible-option-group",
    "incompatible-parameters",
    "incompatible-restore",
    "inaccessible-encryption-credentials",
    "inaccessible-encryption-credentials-recoverable",
    "insufficient-capacity",
    "migration-failed",
    "restore-error",
    "stopped",
    "stopping",
    "storage-full",
  ],
});
