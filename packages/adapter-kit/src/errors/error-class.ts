/** The taxonomy of errors. */

/**
 * `THROTTLED`, `TRANSIENT`, `CONFLICT`: refused for now, tried again after reading back. `UNKNOWN_OUTCOME`: may have been accepted, looked up before anything else.
 * `ALREADY`: the wanted state is there, looked up. The rest fail the resource; `QUOTA` and `CAPACITY` may be tried again as a new attempt.
 */
export type ErrorClass =
  | "THROTTLED"
  | "TRANSIENT"
  | "UNKNOWN_OUTCOME"
  | "CONFLICT"
  | "ALREADY"
  | "NOT_FOUND"
  | "INVALID"
  | "DENIED"
  | "QUOTA"
  | "CAPACITY";
