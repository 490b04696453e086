/** What errors of SQL Server and of its driver mean for an act. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** Passing while a role changes hands: not in a state for it, not ready yet, database not accessible here (41190, 41142, 983, 976). */
const PASSING = [41_190, 41_142, 983, 976, 10_928];
const DENIED = [18_456, 15_151, 229, 916];

/** Takes errors of the driver into the kit's taxonomy, by number, then by the phase in which they came. */
export function classifySql(error: unknown): ClassifiedError {
  if (!isDriverError(error)) return classifyAwsError(error);
  const { code = "", message, name } = error;
  // Of a connection that was cut the driver tells the network's code as number.
  const number = typeof error.number === "number" ? error.number : undefined;
  const details = { ...(number === undefined ? {} : { sqlNumber: number }), driverCode: code };
  const failure = (word: string, retryable: boolean) => ({ code: `sql.${word}`, message, retryable, details });
  if (number !== undefined && PASSING.includes(number)) return { class: "CONFLICT", failure: failure("not_now", true) };
  if ((number !== undefined && DENIED.includes(number)) || code === "ELOGIN") return { class: "DENIED", failure: failure("denied", false) };
  if (number !== undefined && number > 0) return { class: "INVALID", failure: failure("refused", false) };
  // Nothing was sent before there was a connection.
  if (name === "ConnectionError") return { class: "TRANSIENT", failure: failure("not_connected", true) };
  return { class: "UNKNOWN_OUTCOME", failure: failure("unknown_outcome", true) };
}

type DriverError = Error & { readonly code?: string; readonly number?: number | string };

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && ["RequestError", "ConnectionError", "PreparedStatementError", "TransactionError"].includes(error.name);
}
