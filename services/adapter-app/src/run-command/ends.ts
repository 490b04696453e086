/** How a command ended on a node, from Run Command's words. A word that is not here is one more step on the way. */
import type { Failure } from "@dr/events";
import type { InvocationFacts } from "./facts.ts";

/** `running`: look again. `ran` of a failure: the script had an effect, or may have had. */
export type CommandEnd =
  | { readonly state: "running" }
  | { readonly state: "succeeded" }
  | { readonly state: "failed"; readonly failure: Failure; readonly ran: boolean };

interface Ending {
  readonly code: string;
  readonly ran: boolean;
  readonly message: string;
}

/** Detail words (user guide of Systems Manager, "Understanding command statuses"), spelled without spaces and case. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  deliverytimedout: { code: "application.delivery_timed_out", ran: false, message: "no agent took the command in time" },
  undeliverable: { code: "application.undeliverable", ran: false, message: "the command could not be delivered" },
  terminated: { code: "application.terminated", ran: false, message: "the command ended before this node, because others had failed" },
  invalidplatform: { code: "application.wrong_platform", ran: false, message: "the document is not for this platform" },
  accessdenied: { code: "application.access_denied", ran: false, message: "the caller may not run it on this node" },
  executiontimedout: { code: "application.execution_timed_out", ran: true, message: "it ran longer than its execution time-out" },
  cancelled: { code: "application.command_cancelled", ran: true, message: "it was cancelled" },
};

const FAILED: Ending = { code: "application.script_failed", ran: true, message: "it failed" };

/** Status words that end an invocation; `Cancelling` and all others go on. */
const ENDED: ReadonlySet<string> = new Set(["cancelled", "timedout", "failed"]);

/** What never ran may be sent again; what ran, only if it is declared `rerunnable`. */
export function endOf({ instanceId, status, details, exitCode }: InvocationFacts, rerunnable: boolean): CommandEnd {
  const word = plain(status);
  if (word === "success") return { state: "succeeded" };
  if (!ENDED.has(word)) return { state: "running" };
  const ending = ENDINGS[plain(details)] ?? ENDINGS[word] ?? FAILED;
  const exit = ending.ran && exitCode !== undefined && exitCode >= 0 ? ` (exit code ${exitCode})` : "";
  const failure: Failure = {
    code: ending.code,
    message: `${instanceId}: ${ending.message}${exit}`,
    retryable: !ending.ran || rerunnable,
    details: { status, statusDetails: details, ...(exitCode === undefined ? {} : { exitCode }) },
  };
  return { state: "failed", failure, ran: ending.ran };
}

function plain(word: string): string {
  return word.replaceAll(/[^a-z]/gi, "").toLowerCase();
}
