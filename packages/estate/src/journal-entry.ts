// Makes the journal's line for a mutating call.
import type { AwsError } from "./aws-error.ts";
import type { Effect } from "./world/effect.ts";

/** The facts of a call that go to the journal whatever its outcome. */
export type JournalFacts = Omit<Effect, "outcome" | "error" | "fault" | "request"> & {
  readonly request: unknown;
  readonly fault?: string | undefined;
};

const LONGEST_REQUEST_CHARS = 2048;

/** The line for a call that changed the world. */
export const appliedEffect = ({ fault, request, ...facts }: JournalFacts): Effect => ({
  ...facts,
  request: trimmed(request),
  outcome: "applied",
  ...(fault !== undefined && { fault }),
});

/** The line for a call that was refused. */
export const rejectedEffect = ({ fault, request, ...facts }: JournalFacts, error: AwsError): Effect => ({
  ...facts,
  request: trimmed(request),
  outcome: "rejected",
  error: { code: error.aws.code, message: error.message },
  ...(fault !== undefined && { fault }),
});

const trimmed = (request: unknown): unknown => {
  const text = JSON.stringify(request);
  return text.length <= LONGEST_REQUEST_CHARS ? request : { trimmed: true, chars: text.length, start: text.slice(0, 512) };
};
