/** What errors of SQL Server and of its driver mean for an act. */
import { classifyAwsError, type ClassifiedError, type ErrorClass } from "@dr/adapter-kit";

/** Passing while a role changes hands: not in a state for it, not ready yet, database not accessible here (41190, 41142, 983, 976). */
const PASSING = [41_190, 41_142, 983, 976, 10_928];
const DENIED = [18_456, 15_151, 229, 916];

/** Takes errors of the driver into the kit's taxonomy, by number, then by the phase in which they came. */
export function classifySql(error: unknown): ClassifiedError {
  if (!isDriverError(error)) return classifyAwsError(error);
  const { code = "", message } = error;
  const [errorClass, word, retryable] = verdictOf(error);
  const number = numberOf(error);
  const details = { ...(number === undefined ? {} : { sqlNumber: number }), driverCode: code };
  return { class: errorClass, failure: { code: `sql.${word}`, message, retryable, details } };
}

function verdictOf(error: DriverError): readonly [ErrorClass, string, boolean] {
  const number = numberOf(error);
  if (error.code === "ELOGIN") return ["DENIED", "denied", false];
  // Nothing was sent before there was a connection; of one that was cut nobody knows.
  if (number === undefined)
    return error.name === "ConnectionError" ? ["TRANSIENT", "not_connected", true] : ["UNKNOWN_OUTCOME", "unknown_outcome", true];
  if (PASSING.includes(number)) return ["CONFLICT", "not_now", true];
  return DENIED.includes(number) ? ["DENIED", "denied", false] : ["INVALID", "refused", false];
}

type DriverError = Error & { readonly code?: string; readonly number?: number | string };

/** Of a connection that was cut the driver tells the network's code as number. */
function numberOf({ number }: DriverError): number | undefined {
  return typeof number === "number" && number > 0 ? number : undefined;
}

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && ["RequestError", "ConnectionError", "PreparedStatementError", "TransactionError"].includes(error.name);
}
