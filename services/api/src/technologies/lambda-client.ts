/** Invokes functions that read. A file of its own: the client is loaded when somebody asks. */
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";

/** Longer than an adapter's queries take at most (25 s), so that its own answer is heard. */
const TIMEOUT_MS = 26_000;

/** Invokes a function with a JSON payload and gives its answer as text. Throws when the function itself failed. */
export function createInvoke(config: LambdaClientConfig): (functionName: string, payload: string) => Promise<string> {
  const client = new LambdaClient({ ...config, maxAttempts: 2, requestHandler: { connectionTimeout: 3_000, requestTimeout: TIMEOUT_MS } });
  return async (functionName, payload) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: new TextEncoder().encode(payload) }),
    );
    const text = new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw new Error(`${functionName}: ${FunctionError}: ${text.slice(0, 500)}`);
    return text;
  };
}
