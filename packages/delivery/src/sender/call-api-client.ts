/** Calls the API as somebody: by its function, which trusts whoever may invoke it to say who asks, as the gateway does. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DrError } from "@dr/events";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import * as z from "zod";

/** What is asked. `as` is role and session, e.g. `DRRecoveryManager/rita`; `key` makes a repetition the same request. */
export interface ApiRequest {
  readonly as: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** The answer; a problem comes as it is. */
export interface ApiReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the API. Throws `delivery.api_unavailable` (retryable) when there was no answer, or one that says to ask again. */
export type CallApi = (request: ApiRequest) => Promise<ApiReply>;

const TIMEOUT_MS = 30_000;
const replySchema = z.looseObject({ statusCode: z.number(), body: z.string().default("{}"), isBase64Encoded: z.boolean().default(false) });

/** A caller of the function of this name in this account. */
export function createCallApi(
  env: BaseEnv,
  { account, functionName }: { readonly account: string; readonly functionName: string },
): CallApi {
  const config = platformClientConfig(env, "lambda", "mutate");
  const client = new LambdaClient({ ...config, requestHandler: { connectionTimeout: 3_000, requestTimeout: TIMEOUT_MS } });
  return async (request) => {
    const Payload = new TextEncoder().encode(JSON.stringify(toGatewayEvent(request, account)));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload })).catch((cause: unknown) => {
      throw new DrError("delivery.api_unavailable", "the API cannot be reached", { retryable: true, cause });
    });
    const reply = replySchema.safeParse(JSON.parse(new TextDecoder().decode(answer.Payload)));
    if (answer.FunctionError !== undefined || !reply.success)
      throw new DrError("delivery.api_unavailable", "the API failed", { retryable: true });
    const { statusCode, body } = reply.data;
    if (statusCode === 429 || statusCode >= 500)
      throw new DrError("delivery.api_unavailable", `the API answered ${statusCode}: ask again`, { retryable: true });
    return { status: statusCode, body: (body === "" ? {} : JSON.parse(body)) as Record<string, unknown> };
  };
}

function toGatewayEvent({ as, method, path, body, key }: ApiRequest, account: string): unknown {
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: "",
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    requestContext: { http: { method, path }, authorizer: { iam: { userArn: `arn:aws:sts::${account}:assumed-role/${as}` } } },
  };
}
