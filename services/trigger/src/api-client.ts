/** Invokes the API's function. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DrError } from "@dr/events";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { InvokeApi } from "./start.ts";

/** Longer than the API takes at most. */
const TIMEOUT_MS = 30_000;

/** Once per call: a start whose answer was lost is asked for again under the same key. */
export function createInvokeApi(env: BaseEnv, functionName: string): InvokeApi {
  const config = platformClientConfig(env, "lambda", "mutate");
  const client = new LambdaClient({ ...config, requestHandler: { connectionTimeout: 3_000, requestTimeout: TIMEOUT_MS } });
  return async (event) => {
    const Payload = new TextEncoder().encode(JSON.stringify(event));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload })).catch((cause: unknown) => {
      throw new DrError("trigger.unavailable", "the API cannot be reached", { retryable: true, cause });
    });
    const text = new TextDecoder().decode(answer.Payload);
    if (answer.FunctionError !== undefined)
      throw new DrError("trigger.unavailable", `the API failed: ${text.slice(0, 500)}`, { retryable: true });
    return text;
  };
}
