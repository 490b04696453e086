/** Invokes functions that read. A file of its own: the client is loaded when somebody asks. */
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";

/** Invokes a function with a JSON payload and gives its answer as text. Throws when the function itself failed, or when the signal comes first. */
export type Invoke = (functionName: string, payload: string, abortSignal: AbortSignal) => Promise<string>;

/** Invokes over AWS. How long an answer is waited for is the caller's to say. */
export function createInvoke(config: LambdaClientConfig): Invoke {
  const client = new LambdaClient({ ...config, maxAttempts: 2, requestHandler: { connectionTimeout: 3_000 } });
  return async (functionName, payload, abortSignal) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: new TextEncoder().encode(payload) }),
      { abortSignal },
    );
    const text = new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw new Error(`${functionName}: ${FunctionError}: ${text.slice(0, 500)}`);
    return text;
  };
}
