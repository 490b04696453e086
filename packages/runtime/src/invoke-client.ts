/** Invokes the API's function as the gateway does; a path of its own (`@dr/runtime/invoke-client`), so that only who calls it loads Lambda's client. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DrError } from "@dr/events";
import { platformClientConfig } from "./aws-config.ts";
import type { BaseEnv } from "./env.ts";

/** Gives the function's own answer, as text. */
export type InvokeApi = (event: unknown) => Promise<string>;

/** Longer than the API takes at most. */
const TIMEOUT_MS = 30_000;

/**
 * A caller of the function of this name, once per call: a start whose answer was lost is asked for again under the same key.
 * Throws an error of `code`, retryable, when the function could not be reached or failed.
 */
export function createInvokeApi(env: BaseEnv, { functionName, code }: { readonly functionName: string; readonly code: string }): InvokeApi {
  const config = platformClientConfig(env, "lambda", "mutate");
  const client = new LambdaClient({ ...config, requestHandler: { connectionTimeout: 3_000, requestTimeout: TIMEOUT_MS } });
  return async (event) => {
    const Payload = new TextEncoder().encode(JSON.stringify(event));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload })).catch((cause: unknown) => {
      throw new DrError(code, "the API cannot be reached", { retryable: true, cause });
    });
    const text = new TextDecoder().decode(answer.Payload);
    if (answer.FunctionError !== undefined) throw new DrError(code, `the API failed: ${text.slice(0, 500)}`, { retryable: true });
    return text;
  };
}
