/** Starts the execution of a cause by the API's own command: the same checks, the same log, the same audit as for everybody. */
import { createHash } from "node:crypto";
import { DrError, lazyLooseObject } from "@dr/events";
import { parseJson } from "@dr/runtime";
import type { InvokeApi } from "@dr/runtime/invoke-client";
import * as z from "zod";
import type { Cause } from "./cause.ts";

/** What a start is built from. */
export interface StartDeps {
  readonly invokeApi: InvokeApi;
  readonly account: string;
  readonly functionName: string;
  /** Recoveries wait for a person. */
  readonly asksFirst: boolean;
}

/** What became of a cause. `already`: another telling of it, or somebody else, has started the plan. */
export interface Started {
  readonly outcome: "started" | "already";
  readonly statusCode: number;
  readonly body: string;
}

/** Role under which the trigger asks; the API counts it as a machine, which approves nothing. */
const TRIGGER_ROLE = "DRSOrchestrationTrigger";

const EXECUTIONS = "/api/v1/executions";

const listSchema = lazyLooseObject(() => ({
  executions: z.array(z.looseObject({ executionId: z.string(), finishedAt: z.string().optional() })),
}));
const answerSchema = lazyLooseObject(() => ({ statusCode: z.number(), body: z.string() }));
const problemSchema = lazyLooseObject(() => ({
  code: z.string().default(""),
  detail: z.string().default(""),
  details: z.looseObject({ location: z.string().optional() }).default({}),
}));

/** One for both functions: a cause that is told to the one and to the other is the same caller's under the same key. */
const SESSION = "dr-orchestration-trigger";

/** Codes that say that it runs already. */
const ALREADY = new Set(["execution.plan_already_active", "idempotency.key_reused"]);

/** Starts it, unless an earlier telling did. Throws `trigger.refused` (asking again is of no use), or `trigger.unavailable` (it may be). */
export async function startFor(cause: Cause, deps: StartDeps): Promise<Started> {
  const covering = await recoveryAfter(cause, deps);
  if (covering !== undefined) return toldBefore(cause, `${EXECUTIONS}/${covering}`);
  const answer = answerSchema.safeParse(parseJson(await deps.invokeApi(toGatewayEvent(cause, deps))));
  if (!answer.success) throw new DrError("trigger.unavailable", "the API answered something that is no answer", { retryable: true });
  const { statusCode, body } = answer.data;
  if (statusCode < 300) return { outcome: "started", statusCode, body };
  const { code, detail, details } = problemSchema.parse(parseJson(body) ?? {});
  if (code === "idempotency.key_reused" && details.location !== undefined) return toldBefore(cause, details.location);
  if (ALREADY.has(code)) return { outcome: "already", statusCode, body };
  const retryable = statusCode === 429 || statusCode >= 500 || code === "idempotency.in_progress";
  throw new DrError(retryable ? "trigger.unavailable" : "trigger.refused", `${cause.planId} was not started: ${code}: ${detail}`, {
    retryable,
    details: { statusCode, code, planId: cause.planId },
  });
}

/**
 * The recovery of the plan that ended after the cause came up: it was for this cause, whoever told of it first. While it runs, the plan is active and the API says so;
 * but a topic or a queue may deliver again when it is over, and what another telling had started was never under this one's key. What cannot be read holds no recovery up.
 */
async function recoveryAfter({ planId, executionType, time }: Cause, deps: StartDeps): Promise<string | undefined> {
  if (executionType !== "recovery") return undefined;
  const query = { planId, executionType, limit: "1" };
  const answer = answerSchema.safeParse(parseJson(await deps.invokeApi(toGetEvent(query, deps))));
  const list = answer.success && answer.data.statusCode === 200 ? listSchema.safeParse(parseJson(answer.data.body)) : undefined;
  const last = list?.data?.executions[0];
  return last?.finishedAt !== undefined && last.finishedAt >= time ? last.executionId : undefined;
}

/** Another telling of a cause: it is answered by what the first one started. */
function toldBefore({ planId }: Cause, location: string): Started {
  const body = { executionId: location.split("/").at(-1), planId, statusUrl: `${location}/status` };
  return { outcome: "already", statusCode: 200, body: JSON.stringify(body) };
}

function toGetEvent(query: Readonly<Record<string, string>>, { account }: StartDeps): unknown {
  return {
    ...gatewayEvent("GET", account),
    rawQueryString: new URLSearchParams(query).toString(),
    queryStringParameters: query,
    headers: {},
  };
}

/** What API Gateway makes of a request that the trigger signs. */
function gatewayEvent(method: "GET" | "POST", account: string) {
  return {
    version: "2.0",
    routeKey: `${method} ${EXECUTIONS}`,
    rawPath: EXECUTIONS,
    isBase64Encoded: false,
    requestContext: {
      http: { method, path: EXECUTIONS },
      authorizer: { iam: { userArn: `arn:aws:sts::${account}:assumed-role/${TRIGGER_ROLE}/${SESSION}` } },
    },
  };
}

function toGatewayEvent(cause: Cause, { account, functionName, asksFirst }: StartDeps): unknown {
  const { key, time, planId, executionType, mode, tags } = cause;
  const body = {
    planId,
    executionType,
    mode,
    tags: { ...tags, TriggerFunction: functionName, TriggerTime: time },
    ...(executionType === "recovery" && asksFirst ? { requireApproval: true } : {}),
  };
  return {
    ...gatewayEvent("POST", account),
    rawQueryString: "",
    headers: { "content-type": "application/json", "idempotency-key": `trigger-${createHash("sha256").update(key).digest("hex")}` },
    body: JSON.stringify(body),
  };
}
