/** What can be wrong with a recovery, and how DRS's own errors are to be taken. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** A quota that is full (20 jobs, 500 servers in jobs) empties by itself: wait for it, as for a server that is in another job. */
export function classifyDrsError(error: unknown): ClassifiedError {
  return classifyAwsError(error, { ServiceQuotaExceededException: "CONFLICT" });
}
