/** Asks an adapter's query function, which changes nothing. */
import { DrError, type Failure } from "@dr/events";
import { parseJson, platformClientConfig, type BaseEnv } from "@dr/runtime";
import * as z from "zod";

/** Asks `functionName` one query. Gives its answer; throws `query.failed`, or `query.unavailable` where asking again may help. */
export type AskAdapter = (functionName: string, query: string, input: unknown) => Promise<unknown>;

const failureSchema = z.looseObject({ code: z.string(), message: z.string(), retryable: z.boolean() });
const answerSchema = z.union([
  z.looseObject({ ok: z.literal(true), value: z.unknown() }),
  z.looseObject({ ok: z.literal(false), failure: failureSchema }),
]);

/** Asks over Lambda. The client is loaded when the first question comes. */
export function createAskAdapter(env: BaseEnv): AskAdapter {
  let loading: Promise<(functionName: string, payload: string) => Promise<string>> | undefined;
  return async (functionName, query, input) => {
    loading ??= import("./lambda-client.ts").then(({ createInvoke }) => createInvoke(platformClientConfig(env, "lambda", "read")));
    const invoke = await loading;
    const text = await invoke(functionName, JSON.stringify({ query, input })).catch((cause: unknown) => {
      throw new DrError("query.unavailable", `${functionName} does not answer`, { retryable: true, cause });
    });
    return toValue(functionName, text);
  };
}

/** The value of an adapter's answer. Throws as `AskAdapter` does. */
export function toValue(functionName: string, text: string): unknown {
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) throw new DrError("query.failed", `${functionName} answered something else than a value or a failure`);
  if (answer.data.ok) return answer.data.value;
  throw toError(answer.data.failure);
}

/** What the adapter says of the question itself keeps its code; what its technology says is told as its failure. */
function toError(failure: Failure): DrError {
  const { code, message, retryable, details = {} } = failure;
  if (code === "query.unknown") return new DrError("query.not_found", message, { details });
  if (code === "query.invalid_input") return new DrError(code, message, { details });
  return new DrError(retryable ? "query.unavailable" : "query.failed", message, {
    retryable,
    details: { failure: { code, message, details } },
  });
}
