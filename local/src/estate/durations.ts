// How long things take in the simulated estate, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "./seeded-choice.ts";

/** After a mutating RDS call, Describe may still show the old, healthy state for this long (seen on AWS). */
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

/** A DRS job stays PENDING for this long before it starts. */
export const DRS_JOB_PENDING: SecondsRange = { from: 2, to: 10 };

/** From StartRecovery to LAUNCHED, for one server, drill or recovery. */
export const DRS_LAUNCH: SecondsRange = { from: 8 * 60, to: 15 * 60 };

/** From TerminateRecoveryInstances to the end of its job. */
export const DRS_TERMINATE: SecondsRange = { from: 2 * 60, to: 5 * 60 };

/** A DRS job's own bookkeeping after its last server. */
export const DRS_JOB_CLOSE: SecondsRange = { from: 2, to: 8 };

/** EC2 status checks turn `ok` this long after the instance runs. */
export const EC2_STATUS_CHECKS: SecondsRange = { from: 60, to: 150 };

/** A terminated EC2 instance can still be described for about an hour. */
export const EC2_TERMINATED_VISIBLE_SECONDS = 3600;

/** Route 53: PENDING to INSYNC; AWS documents "generally within 60 seconds". */
export const ROUTE53_IN_SYNC: SecondsRange = { from: 30, to: 60 };
