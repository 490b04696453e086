/** The API on given stores: what answers, what is done once, and the router. */
import { createCommandHandler, createLead, LEADERSHIP_STREAM, leadershipDecider } from "@dr/event-log";
import { lazyPort, systemSleep, type HttpRoute } from "@dr/runtime";
import type { AppDeps } from "./app-deps.ts";
import { commandDeps } from "./commands/command-deps.ts";
import { createThrottle, parseQuotas } from "./http/throttle.ts";
import { createRouter } from "./http/router.ts";
import { createIdentities } from "./identity/identity.ts";
import { createIdempotency } from "./idempotency/idempotency.ts";
import { createAnswerKeeping } from "./idempotency/kept-answer.ts";
import { createHandlers } from "./routes/index.ts";

export type { AppDeps } from "./app-deps.ts";

/** Outlasts the function's 29 s. */
const LOCK_MS = 35_000;
/** A client that repeats itself after more than a day means it. */
const KEEP_SECONDS = 86_400;

/** The answer to every request. What a request does not need is not loaded for it: neither a route's own part nor the rules of executions and plans. */
export function createApp(deps: AppDeps): HttpRoute {
  const { log, clock, newId } = deps;
  const executions = lazyPort(async () => (await import("./commands/command-handlers.ts")).createExecutionHandler(deps));
  const plans = lazyPort(async () => (await import("./commands/command-handlers.ts")).createPlanHandler(deps));
  const leadership = createCommandHandler({ ...commandDeps(deps), decider: leadershipDecider, toStreamId: () => LEADERSHIP_STREAM });
  const { region, regions } = deps.about;
  const lead = createLead({ log, region, regions, clock });
  const idempotency = createIdempotency({
    records: deps.idempotencyRecords,
    keeping: createAnswerKeeping(async () => deps.openWebhooks?.()),
    clock,
    newId,
    lockMs: LOCK_MS,
    keepSeconds: KEEP_SECONDS,
  });
  return createRouter({
    handlers: createHandlers({ ...deps, sleep: deps.sleep ?? systemSleep, executions, plans, leadership, lead }),
    identities: createIdentities(deps.identity),
    throttle: createThrottle(deps.quotas ?? parseQuotas(undefined), clock),
    idempotency,
    audit: deps.audit,
  });
}
