/** Errors of storage services that mean something of their own. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** Like `classifyAwsError`; a Region copies so many snapshots at one time (EC2, CopySnapshot): others wait for their turn. A replication that is not there any more was ended by somebody: looked up, and done. */
export function classifyStorage(error: unknown): ClassifiedError {
  return classifyAwsError(error, {
    ReplicationNotFound: "ALREADY",
    ResourceLimitExceeded: "THROTTLED",
    IncorrectFileSystemLifeCycleState: "CONFLICT",
  });
}
