// How long things take in RDS, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** After a mutating call, Describe may still show the old, healthy state for this long (seen on AWS). */
export const RDS_STALE_READ: SecondsRange = { from: 1, to: 3 };

/** Aurora failover until the cluster is available again; AWS documents "typically less than 35 seconds". */
export const AURORA_FAILOVER: SecondsRange = { from: 25, to: 35 };

/** The part of an Aurora failover that follows the change of writer: the old writer restarts as a reader. */
export const AURORA_OLD_WRITER_RESTART: SecondsRange = { from: 4, to: 8 };

/** Multi-AZ failover by reboot; AWS documents "typically 60–120 seconds". */
export const RDS_REBOOT_FAILOVER: SecondsRange = { from: 60, to: 120 };

/** The part of a Multi-AZ failover that follows the change of zone. */
export const RDS_AFTER_ZONE_CHANGE: SecondsRange = { from: 10, to: 20 };

/** A plain reboot, without failover. */
export const RDS_REBOOT: SecondsRange = { from: 20, to: 60 };

/** Planned change of a global database's primary; minutes are reported for it. */
export const AURORA_GLOBAL_SWITCHOVER: SecondsRange = { from: 60, to: 480 };

/** Unplanned change of a global database's primary, with data loss allowed. */
export const AURORA_GLOBAL_FAILOVER: SecondsRange = { from: 30, to: 120 };

/** A cluster that leaves its global database, until it is no member any more. Assumed: minutes, as for what else changes a member. */
export const AURORA_GLOBAL_DETACH: SecondsRange = { from: 60, to: 180 };

/** The part of a global change that follows the change of writer. */
export const RDS_AFTER_GLOBAL_FLIP: SecondsRange = { from: 5, to: 15 };

/** Promotion of a read replica. */
export const RDS_PROMOTION: SecondsRange = { from: 300, to: 1800 };

/** Exchange of roles of an Oracle primary and its standby. Assumed: minutes, as for a global switchover. */
export const ORACLE_SWITCHOVER: SecondsRange = { from: 120, to: 480 };

/** The part of an exchange of roles that follows the change of the primary. */
export const ORACLE_AFTER_FLIP: SecondsRange = { from: 10, to: 30 };

/** Restore to a point in time. */
export const RDS_RESTORE: SecondsRange = { from: 600, to: 1800 };

/** A copy-on-write clone of a cluster. */
export const AURORA_CLONE: SecondsRange = { from: 120, to: 300 };

/** An instance that is put into a cluster, until it serves. */
export const RDS_CREATE_MEMBER: SecondsRange = { from: 180, to: 600 };

/** The deletion of an instance or of a cluster. */
export const RDS_DELETE: SecondsRange = { from: 60, to: 300 };
