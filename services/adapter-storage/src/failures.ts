/** Errors of storage services that mean something of their own. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** Like `classifyAwsError`; a replication that is not there any more was ended by somebody: looked up, and done. */
export function classifyStorage(error: unknown): ClassifiedError {
  return classifyAwsError(error, {
    ReplicationNotFound: "ALREADY",
    IncorrectFileSystemLifeCycleState: "CONFLICT",
  });
}
