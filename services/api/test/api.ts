/** The API on memory twins, called the way API Gateway calls it. */
import { executionDecider, planDecider, type ExecutionCommand } from "@dr/domain";
import {
  createCommandHandler,
  createMemoryDeployments,
  createMemoryEventLog,
  createMemoryHistoryStore,
  createMemoryLeaseStore,
  createMemoryPlanCatalog,
} from "@dr/event-log";
import { API_BASE, ROUTE_LIST } from "@dr/routes";
import { ROLE_ALIASES, ROLES } from "@dr/events";
import { createVirtualClock, httpHandler } from "@dr/runtime";
import { createRecordedTelemetry, lambdaContext } from "@dr/runtime/testing";
import { createApp, type AppDeps } from "../src/app.ts";
import { parseIdentitySettings } from "../src/identity/settings.ts";
import { completeProblem } from "../src/http/complete-problem.ts";
import { matchRoute } from "../src/http/match.ts";
import { createTechnologyReader } from "../src/registry/technology-reader.ts";
import { assertAsDocumented } from "./assert-as-documented.ts";
import { createMemoryRecords } from "./memory-records.ts";
import { technologyEntries } from "./technologies.ts";

/** What a test may say about a request. */
export interface Call {
  readonly role?: string;
  readonly session?: string;
  /** The verified ARN itself, in place of role and session; null: none. */
  readonly arn?: string | null;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What API Gateway did not match. */
  readonly unmatched?: boolean;
  readonly remainingMs?: number;
}

/** An answer, its JSON parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests compare exact values
  readonly body: any;
}

/** ARN of the session that a call is signed by. */
export const principalOf = (role: string, session = "kim"): string => `arn:aws:sts::123456789012:assumed-role/${role}/${session}`;

/** Where the API under test is. */
export const aboutTest = {
  account: "123456789012",
  region: "eu-central-1",
  stage: "test",
  estate: "simulated" as const,
  regions: ["eu-central-1"],
  providesNames: true,
};

/** Every role by every name, in one account, and every session's name is pinned. */
export const pinnedEverywhere = parseIdentitySettings({
  AUTH_MODE: "role_based",
  DR_ACCOUNT_ID: "123456789012",
  DR_PINNED_SESSION_ROLES: [...ROLES, ...Object.keys(ROLE_ALIASES)].join(","),
});

/** A fresh API. `overrides` replaces single parts, for instance by one that fails. */
export function createTestApi(overrides: Partial<AppDeps> = {}) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const log = createMemoryEventLog();
  const records = createMemoryRecords();
  const telemetry = createRecordedTelemetry();
  const registry = {
    parameters: technologyEntries.map((entry, index) => ({ name: `/adapters/${index}`, value: JSON.stringify(entry) })),
    reads: 0,
  };
  let ids = 0;
  const newId = (): string => `id-${String((ids += 1)).padStart(4, "0")}`;
  const deps: AppDeps = {
    log,
    history: createMemoryHistoryStore(),
    planCatalog: createMemoryPlanCatalog(),
    leases: createMemoryLeaseStore(),
    deployments: createMemoryDeployments(),
    idempotencyRecords: records,
    readProgress: () => Promise.resolve(new Map()),
    identity: pinnedEverywhere,
    signExport: () => Promise.resolve(undefined),
    technologies: createTechnologyReader({
      readParameters: () => {
        registry.reads += 1;
        return Promise.resolve(registry.parameters);
      },
      clock,
      ttlMs: 60_000,
      logger: telemetry.logger,
    }),
    clock,
    newId,
    sleep: clock.sleep,
    jitter: () => 0,
    logger: telemetry.logger,
    about: aboutTest,
    ...overrides,
  };
  const handler = httpHandler({ telemetry, route: createApp(deps), complete: completeProblem });
  const call = async (route: string, options: Call = {}): Promise<Answer> => {
    const answer = (await handler(toEvent(route, options), lambdaContext(options.remainingMs))) as {
      statusCode: number;
      headers: Record<string, string>;
      body: string;
    };
    const isText = answer.headers["content-type"]?.startsWith("text/") ?? false;
    const body: unknown = isText ? answer.body : answer.body === "" ? undefined : JSON.parse(answer.body);
    const row = documentedRow(route);
    if (row) assertAsDocumented(row, answer, body);
    return { status: answer.statusCode, headers: answer.headers, body };
  };
  const streams = { log: deps.log, clock, newCommitId: newId, jitter: () => 0 };
  const executions = createCommandHandler({ ...streams, decider: executionDecider, toStreamId: (id) => `EXEC#${id}` });
  const plans = createCommandHandler({ ...streams, decider: planDecider, toStreamId: (id) => `PLAN#${id}` });
  /** Sends a command as the planner would. */
  const command = (executionId: string, sent: ExecutionCommand) =>
    executions.handle(executionId, sent, { actor: "planner", correlationId: "c", causationId: newId() });
  return { ...deps, handler, call, command, executions, plans, clock, records, telemetry, registry };
}

/** A fresh API and what belongs to it. */
export type TestApi = ReturnType<typeof createTestApi>;

function toEvent(route: string, call: Call): unknown {
  const { role = "DROrchestrationAdmin", session = "kim", arn = principalOf(role, session), headers = {}, unmatched = false } = call;
  const [method = "", target = ""] = route.split(" ");
  const url = new URL(target, "http://api");
  const matched = unmatched ? undefined : gatewayMatch(method, url.pathname);
  return {
    version: "2.0",
    routeKey: matched ? `${method} ${matched.template}` : "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    queryStringParameters: Object.fromEntries(url.searchParams),
    ...(matched ? { pathParameters: matched.parameters } : {}),
    ...toBody(call),
    headers: { ...toBody(call).headers, ...headers },
    isBase64Encoded: false,
    requestContext: {
      http: { method, path: url.pathname },
      ...(arn === null ? {} : { authorizer: { iam: { userArn: arn } } }),
    },
  };
}

function toBody({ body, contentType = "application/json" }: Call): { body?: string; headers?: Record<string, string> } {
  if (body === undefined) return {};
  return { body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": contentType } };
}

/** The row that a route like `GET /api/v1/plans/p?x=1` belongs to. */
function documentedRow(route: string): (typeof ROUTE_LIST)[number] | undefined {
  const [method = "", target = ""] = route.split(" ");
  const template = gatewayMatch(method, new URL(target, "http://api").pathname)?.template;
  return ROUTE_LIST.find((each) => each.method === method && `${API_BASE}${each.path}` === template);
}

/** What API Gateway does with a request that one of its routes fits. */
function gatewayMatch(method: string, path: string): { template: string; parameters: Readonly<Record<string, string>> } | undefined {
  try {
    const { row, params } = matchRoute({ routeKey: "$default", pathParameters: {}, method, path });
    return { template: `${API_BASE}${row.path}`, parameters: params };
  } catch {
    return undefined;
  }
}
