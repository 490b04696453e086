/** An answer of ONTAP that is no success, and what its code means for an act. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";
import type { ErrorShape } from "./transport.ts";

/** ONTAP's own error: code (a string of digits) and words. */
export class OntapError extends Error {
  override readonly name = "OntapError";
  readonly code: string;
  readonly status: number;
  constructor(status: number, { code, message }: ErrorShape) {
    super(`${message} (ONTAP ${code})`);
    this.code = code;
    this.status = status;
  }
}

/** Refused for now: a transfer or another change is under way (ONTAP REST API, error codes of SnapMirror relationships). */
const WAIT = ["13303830", "13303816", "13304159", "6619720", "6619715"];
/** The state machine refuses; the state, not the code, says what to do. */
const STATE = ["13303818", "13303828", "13303829", "13303833", "13303832"];
const NOT_FOUND = ["4"];
const BUSY = ["66846730"];

/** Takes errors of ONTAP into the kit's taxonomy; everything else is an error of the network or of AWS. */
export function classifyOntap(error: unknown): ClassifiedError {
  if (!(error instanceof OntapError)) return classifyAwsError(error);
  const { code, status, message } = error;
  const details = { ontapCode: code, httpStatus: status };
  const failure = (name: string, retryable: boolean) => ({ code: `ontap.${name}`, message, retryable, details });
  if (status === 401 || status === 403) return { class: "DENIED", failure: failure("denied", false) };
  if (WAIT.includes(code)) return { class: "CONFLICT", failure: failure("busy", true) };
  if (BUSY.includes(code) || status === 429) return { class: "THROTTLED", failure: failure("throttled", true) };
  if (STATE.includes(code)) return { class: "CONFLICT", failure: failure("state_refused", true) };
  if (NOT_FOUND.includes(code) || status === 404) return { class: "NOT_FOUND", failure: failure("not_found", false) };
  if (status >= 500) return { class: "UNKNOWN_OUTCOME", failure: failure("unknown_outcome", true) };
  return { class: "INVALID", failure: failure("refused", false) };
}
