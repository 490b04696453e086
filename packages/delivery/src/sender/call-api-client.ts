/** Calls the API as somebody: by its function, which trusts whoever may invoke it to say who asks, as the gateway does. */
import { DrError, lazyLooseObject } from "@dr/events";
import { parseJson, type BaseEnv } from "@dr/runtime";
import { createInvokeApi } from "@dr/runtime/invoke-client";
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

const UNAVAILABLE = "delivery.api_unavailable";
const replySchema = lazyLooseObject(() => ({
  statusCode: z.number(),
  body: z.string().default("{}"),
  isBase64Encoded: z.boolean().default(false),
}));

/** A caller of the function of this name in this account. */
export function createCallApi(
  env: BaseEnv,
  { account, functionName }: { readonly account: string; readonly functionName: string },
): CallApi {
  const invoke = createInvokeApi(env, { functionName, code: UNAVAILABLE });
  return async (request) => {
    const reply = replySchema.safeParse(parseJson(await invoke(toGatewayEvent(request, account))));
    if (!reply.success) throw new DrError(UNAVAILABLE, "the API answered something that is no answer", { retryable: true });
    const { statusCode, body } = reply.data;
    if (statusCode === 429 || statusCode >= 500)
      throw new DrError(UNAVAILABLE, `the API answered ${statusCode}: ask again`, { retryable: true });
    return { status: statusCode, body: (parseJson(body) ?? {}) as Record<string, unknown> };
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
