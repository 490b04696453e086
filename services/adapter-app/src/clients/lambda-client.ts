/** AWS Lambda behind a narrow port. */
import { GetFunctionCommand, InvokeCommand, type InvocationResponse, LambdaClient } from "@aws-sdk/client-lambda";
import { createClientPair } from "@dr/adapter-kit";
import { parseJson, type FunctionEnv } from "@dr/runtime";

/** A function as it is configured. */
export interface FunctionFacts {
  readonly state: string;
  readonly timeoutSeconds: number;
}

/** What came back. The status code says nothing of the function's own errors: `error` does. */
export interface FunctionAnswer {
  readonly statusCode: number;
  readonly error: string | undefined;
  /** The payload, if it is JSON. */
  readonly body: unknown;
}

/** Lambda in one Region. `invoke` and `send` are sent once; `ask` is a question by contract and may be repeated. */
export interface LambdaPort {
  /** Throws `ResourceNotFoundException`. */
  readonly describe: (name: string) => Promise<FunctionFacts>;
  readonly invoke: (name: string, payload: object) => Promise<FunctionAnswer>;
  /** Hands an event over; the answer says only that it was taken. */
  readonly send: (name: string, payload: object) => Promise<number>;
  readonly ask: (name: string, payload: object) => Promise<FunctionAnswer>;
}

/** The port on a pair of clients. */
export function createLambdaPort(env: FunctionEnv, region: string | undefined): LambdaPort {
  const { read, mutate } = createClientPair(env, (config) => new LambdaClient(config), region);
  const command = (FunctionName: string, InvocationType: "RequestResponse" | "Event", payload: object) =>
    new InvokeCommand({ FunctionName, InvocationType, Payload: new TextEncoder().encode(JSON.stringify(payload)) });
  return {
    describe: async (FunctionName) => {
      const { Configuration } = await read.send(new GetFunctionCommand({ FunctionName }));
      return { state: Configuration?.State ?? "", timeoutSeconds: Configuration?.Timeout ?? 0 };
    },
    invoke: async (name, payload) => toAnswer(await mutate.send(command(name, "RequestResponse", payload))),
    send: async (name, payload) => (await mutate.send(command(name, "Event", payload))).StatusCode ?? 0,
    ask: async (name, payload) => toAnswer(await read.send(command(name, "RequestResponse", payload))),
  };
}

function toAnswer({ StatusCode = 0, FunctionError, Payload }: InvocationResponse): FunctionAnswer {
  return {
    statusCode: StatusCode,
    error: FunctionError,
    body: Payload === undefined ? undefined : parseJson(new TextDecoder().decode(Payload)),
  };
}
