/** What looking at a resource shows, said once: it refuses a task, makes it wait, warns, and is what a readiness check reports. */
import { DrError, type Failure } from "@dr/events";

/** One thing seen. `code` is `area.reason`, stable; `evidence` holds the values that were read. */
export interface Finding {
  readonly code: string;
  /** `block`: the operation must not be begun; `warn`: it may, and the report says so; `info`: worth knowing. */
  readonly severity: "block" | "warn" | "info";
  readonly message: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** It passes by itself: a task waits for it until its deadline, instead of failing. */
  readonly passing?: true;
}

type Seen = (code: string, message: string, evidence?: Readonly<Record<string, unknown>>) => Finding;

const seen =
  (rest: Pick<Finding, "severity" | "passing">): Seen =>
  (code, message, evidence) => ({ code, message, ...rest, ...(evidence === undefined ? {} : { evidence }) });

/** A lasting obstacle: the task fails at once, with these words. */
export const block: Seen = seen({ severity: "block" });
/** An obstacle that passes by itself: the task looks again until its deadline. */
export const wait: Seen = seen({ severity: "block", passing: true });
/** No obstacle, but the report says so. */
export const warn: Seen = seen({ severity: "warn" });
/** Worth knowing when readiness is asked for; a task does not mention it. */
export const info: Seen = seen({ severity: "info" });

/** The failure that lasting obstacles make: code and evidence of the first, the words of all. Undefined if there is none. */
export function toRefusal(findings: readonly Finding[]): Failure | undefined {
  const lasting = findings.filter(({ severity, passing }) => severity === "block" && passing !== true);
  const [first] = lasting;
  if (!first) return undefined;
  const message = lasting.map((finding) => finding.message).join("; ");
  return { code: first.code, message, retryable: false, ...(first.evidence === undefined ? {} : { details: { ...first.evidence } }) };
}

/** The words of everything that has to pass first, or undefined. */
export function toWaiting(findings: readonly Finding[]): string | undefined {
  const passing = findings.filter((finding) => finding.passing === true);
  return passing.length === 0 ? undefined : passing.map(({ message }) => message).join("; ");
}

/** Throws a finding from where only a value can be returned: `block` becomes a refusal, `wait` is looked at again. */
export function refuseWith({ code, message, evidence, passing }: Finding): DrError {
  return new DrError(code, message, { retryable: passing === true, ...(evidence === undefined ? {} : { details: { ...evidence } }) });
}
