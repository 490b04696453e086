// How long things take in DRS, in estate seconds, with the bounds of their jitter.
import type { SecondsRange } from "../../seeded-choice.ts";

/** A job stays PENDING for this long before it starts. */
export const DRS_JOB_PENDING: SecondsRange = { from: 2, to: 10 };

/** From StartRecovery to LAUNCHED, for one server, drill or recovery. */
export const DRS_LAUNCH: SecondsRange = { from: 8 * 60, to: 15 * 60 };

/** From TerminateRecoveryInstances to the end of its job. */
export const DRS_TERMINATE: SecondsRange = { from: 2 * 60, to: 5 * 60 };

/** A job's own bookkeeping after its last server. */
export const DRS_JOB_CLOSE: SecondsRange = { from: 2, to: 8 };

/** The status checks of a launched instance turn `ok` this long after it runs. */
export const DRS_STATUS_CHECKS: SecondsRange = { from: 60, to: 150 };

/** The first copy of a server, in either direction, until its replication is CONTINUOUS. */
export const DRS_INITIAL_SYNC: SecondsRange = { from: 10 * 60, to: 20 * 60 };

/** From StartFailbackLaunch until the server on premises runs. */
export const DRS_FAILBACK: SecondsRange = { from: 5 * 60, to: 10 * 60 };
