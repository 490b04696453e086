// Errors in SQL Server's words and numbers.
import { awsError } from "../../aws-error.ts";

/** An error of the engine: number, and severity (`class`). */
export const sqlError = (number: number, message: string, severity = 16): Error => awsError(String(number), message, 200, { severity });

/** Not the place where this may be run. */
export const wrongState = (group: string): Error =>
  sqlError(
    41190,
    `Availability group '${group}' failed to process the command. The local availability replica is not in a state that could process the command.`,
  );
/** Not caught up. */
export const notReady = (group: string): Error =>
  sqlError(
    41142,
    `The availability replica for availability group '${group}' on this instance of SQL Server cannot become the primary replica. One or more databases are not synchronized or have not joined the availability group.`,
  );
