/** What can be wrong with a database, as failures with stable codes. */
import type { Failure } from "@dr/events";

/** Statuses from which a database does not come back by itself (RDS user guide, "Viewing DB instance status"). Unknown ones are not among them. */
const UNUSABLE: ReadonlySet<string> = new Set([
  "deleted",
  "deleting",
  "failed",
  "incompatible-network",
  "incompatible-option-group",
  "incompatible-parameters",
  "incompatible-restore",
  "inaccessible-encryption-credentials",
  "inaccessible-encryption-credentials-recoverable",
  "restore-error",
  "storage-full",
]);

/** The failure of a database whose status rules out a failover, or undefined. Code `database.unusable`. */
export function unusable(name: string, status: string): Failure | undefined {
  if (!UNUSABLE.has(status)) return undefined;
  return refusal("database.unusable", `${name} is ${status}`, { status });
}

/** A failure that trying again cannot help. */
export function refusal(code: string, message: string, details?: Record<string, unknown>): Failure {
  return { code, message, retryable: false, ...(details === undefined ? {} : { details }) };
}
