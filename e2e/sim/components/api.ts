/** The api: the service's own app, and a client that sends requests to it and repeats those whose answer never came. */
import { createApp, type AppDeps } from "@dr/api/app";
import { parseIdentitySettings } from "@dr/api/identity/settings";
import { withTrigger } from "@dr/api/identity/with-trigger";
import { ROLE_ALIASES, toFailure } from "@dr/events";
import type { HttpRequest, HttpRoute } from "@dr/runtime";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import type { InvocationContext } from "../kernel/function-pool.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import { wrapPort } from "../kernel/wrap-port.ts";
import { REGIONS } from "../world/regions.ts";
import { tablesFor, type SharedTables } from "../world/tables.ts";

/** A request as the client makes it. `route` is API Gateway's route key. */
export interface ApiRequest {
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly role: string;
  readonly person: string;
  readonly idempotencyKey?: string;
}

/** What came back: a body, or the code of the refusal. */
export type ApiAnswer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly code: string };

/** What a process of the api reaches. */
export interface ApiWorld {
  readonly kernel: Kernel;
  readonly tables: SharedTables;
  readonly plant: (deps: AppDeps) => AppDeps;
}

/** What runs in a process of the api. A refusal is an answer; anything unexpected fails the invocation. */
export function startApi(world: ApiWorld, process: SimProcess): (request: ApiRequest, context: InvocationContext) => Promise<ApiAnswer> {
  const { log, history, catalog, leases, deployments, snapshots } = tablesFor(process, world.tables);
  const telemetry = createSimTelemetry(world.kernel.trace, process.id);
  const app: HttpRoute = createApp(
    world.plant({
      log,
      history,
      planCatalog: catalog,
      leases,
      deployments,
      idempotencyRecords: wrapPort(process, "idempotency", world.tables.records, {
        create: "repeated_write",
        takeOver: "repeated_write",
        complete: "repeated_write",
        unlock: "repeated_write",
        remove: "repeated_write",
      }),
      // Decoration of answers, which nobody reads here.
      readProgress: async () => new Map(),
      identity: parseIdentitySettings(
        withTrigger({
          AUTH_MODE: "role_based" as const,
          DR_ACCOUNT_ID: ACCOUNT,
          DR_CALLER_ROLES: undefined,
          DR_MACHINE_ROLES: undefined,
          DR_PINNED_SESSION_ROLES: Object.keys(ROLE_ALIASES).join(","),
        }),
      ),
      signExport: async () => undefined,
      ...(snapshots === undefined ? {} : { snapshots }),
      technologies: { read: () => Promise.reject(new Error("plans are not saved through the api here")) },
      clock: process.clock,
      newId: process.newId,
      jitter: process.random,
      sleep: process.sleep,
      logger: telemetry.logger,
      about: { account: "000000000000", region: process.region, stage: "sim", estate: "simulated", regions: REGIONS },
    }),
  );
  return async (request, context) => {
    try {
      const { body } = await app(toHttpRequest(request), { logger: telemetry.logger, remainingMs: context.remainingMs });
      return { ok: true, body };
    } catch (error) {
      return { ok: false, code: toFailure(error).code };
    }
  };
}

const ACCOUNT = "123456789012";

/** ARN of the session of a person in a role. */
function principalOf(role: string, person: string): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${person}`;
}

function toHttpRequest({ route, params = {}, body, role, person, idempotencyKey }: ApiRequest): HttpRequest {
  const [method = "", template = ""] = route.split(" ");
  return {
    method,
    path: template.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ""),
    routeKey: route,
    pathParameters: params,
    query: {},
    repeated: [],
    headers: idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey },
    contentType: "application/json",
    rawBody: body === undefined ? undefined : JSON.stringify(body),
    json: () => body,
    caller: () => ({ principal: principalOf(role, person), accountId: ACCOUNT, kind: "assumed-role", roles: [role], name: person }),
    correlationId: idempotencyKey ?? `${person}-request`,
  };
}
