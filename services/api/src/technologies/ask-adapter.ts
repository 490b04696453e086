/** Asks an adapter's query function, which changes nothing. */
import { DrError, type Failure, lazyLooseObject, type TaskTarget } from "@dr/events";
import { parseJson, platformClientConfig, type BaseEnv } from "@dr/runtime";
import * as z from "zod";
import type { Invoke } from "./lambda-client.ts";

/** Longer than an adapter's queries take at most (25 s), so that its own answer is heard. */
const LONGEST_MS = 26_000;

/** How a question is asked. */
export interface Asking {
  /** As long as the answer is waited for; default: as long as an adapter may take. */
  readonly withinMs?: number;
  /** Where the adapter looks, if not where the installation is. */
  readonly target?: TaskTarget;
}

/**
 * Asks `functionName` one query. Gives its answer; throws `query.failed`, or `query.unavailable` where asking again may help: with `details.waitedMs` if it was silent all that time; `resource.not_found`
 * for a name that the technology does not know, `query.not_set_up` where the installation lacks what the question needs; and of other accounts `account.not_found` and `query.invalid_input`.
 */
export type AskAdapter = (functionName: string, query: string, input: unknown, how?: Asking) => Promise<unknown>;

const failureSchema = lazyLooseObject(() => ({ code: z.string(), message: z.string(), retryable: z.boolean() }));
const answerSchema = z.union([
  lazyLooseObject(() => ({ ok: z.literal(true), value: z.unknown() })),
  lazyLooseObject(() => ({ ok: z.literal(false), failure: failureSchema })),
]);

/** Asks over Lambda. The client is loaded when the first question comes. */
export function createAskAdapter(env: BaseEnv): AskAdapter {
  let loading: Promise<Invoke> | undefined;
  return async (functionName, query, input, { withinMs = LONGEST_MS, target } = {}) => {
    loading ??= import("./lambda-client.ts").then(({ createInvoke }) => createInvoke(platformClientConfig(env, "lambda", "read")));
    const invoke = await loading;
    const signal = AbortSignal.timeout(withinMs);
    const text = await invoke(functionName, JSON.stringify({ query, input, target }), signal).catch((cause: unknown) => {
      const [why, details] = signal.aborted
        ? [`did not answer within ${withinMs / 1000} s`, { waitedMs: withinMs }]
        : [`does not answer: ${reasonOf(cause)}`, {}];
      throw new DrError("query.unavailable", `its adapter ${why}`, { retryable: true, cause, details });
    });
    return toValue(text);
  };
}

/** The service's name of the error, never its text: that may hold anything. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : "error";
}

/** The value of an adapter's answer. Throws as `AskAdapter` does. */
export function toValue(text: string): unknown {
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) throw new DrError("query.failed", "its adapter answered something else than a value or a failure");
  if (answer.data.ok) return answer.data.value;
  throw toError(answer.data.failure);
}

/** What the adapter says of the question itself keeps its code; what its technology says is told as its failure. */
function toError(failure: Failure): DrError {
  const { code, message, retryable, details = {} } = failure;
  if (code === "query.unknown") return new DrError("query.not_found", message, { details });
  if (code === "query.invalid_input") return new DrError(code, message, { details });
  if (code === "task.account_unknown") return new DrError("account.not_found", message, { details });
  // Where it may not look is said of the question, too: nothing was asked of AWS.
  if (code === "task.region_not_allowed" || code === "task.no_accounts") return new DrError("query.invalid_input", message, { details });
  const { notSetUp, hint, ...more } = details;
  return new DrError(retryable ? "query.unavailable" : codeOf(code, notSetUp), message, {
    retryable,
    details: { failure: { code, message, details: more }, ...(hint === undefined ? {} : { hint }) },
  });
}

function codeOf(code: string, notSetUp: unknown): string {
  if (notSetUp !== undefined) return "query.not_set_up";
  return /[._]not_found$/.test(code) ? "resource.not_found" : "query.failed";
}
