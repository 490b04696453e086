/** `application.health_check`: endpoints pass several looks in a row. Changes nothing, so a drill and a rollback may have it. */
import {
  block,
  choose,
  NO_DATA,
  placesOf,
  readDefaults,
  refuseWith,
  type Effect,
  type Operation,
  type PollAnswer,
  type TaskContext,
} from "@dr/adapter-kit";
import { lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { AppClients } from "../app-client.ts";
import { endpointSchema, healthSettings, parseEndpoints } from "../health/health-settings.ts";
import { regionSetting } from "../targets.ts";

const DEFAULTS = "health-check-endpoints";
const resources = lazyStrictObject(() => ({
  endpoints: z.array(endpointSchema).min(1).max(50).optional().describe(`Default: the parameter ${DEFAULTS} of the environment`),
}));
const config = lazyStrictObject(() => ({ ...healthSettings(), region: regionSetting() }));
type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, Resources, Config>;

/** Which endpoints stand behind a step: itself, or those of the environment. */
interface Pre {
  readonly endpoints: readonly string[];
  readonly from: string;
}

/** Looks so far: passed in a row, and failed in all. */
interface Memo {
  readonly passes: number;
  readonly failures: number;
}

const effect: Effect<Context, Pre, null> = {
  prepare: async (context, target) => {
    const { endpoints, from } = await endpointsOf(context, target);
    for (const endpoint of endpoints) {
      if (!(await context.clients.probe.isForbidden(endpoint))) continue;
      const message = `${endpoint} (${from}): its address may not be probed: it is the function's own, link-local or a metadata service's`;
      throw refuseWith(block("application.endpoint_forbidden", message, { endpoint }));
    }
    return { state: "ready", pre: { endpoints, from }, wouldDo: { wouldProbe: endpoints } };
  },
  act: () => Promise.resolve(null),
  poll: async (context, _target, pre) => look(context, pre),
  discover: () => Promise.resolve({ state: "not_started" }),
};

async function endpointsOf({ clients, config: { region }, environment }: Context, target: string): Promise<Pre> {
  if (target !== DEFAULTS) return { endpoints: [target], from: "task" };
  const defaults = await readDefaults(clients.parameters(region).below, "application", environment);
  const chosen = choose(undefined, DEFAULTS, defaults);
  if (!chosen) {
    const places = placesOf("endpoints", DEFAULTS, defaults);
    throw refuseWith(block("application.endpoints_missing", `there is nothing to look at: neither ${places} names an endpoint`));
  }
  return { endpoints: parseEndpoints(chosen.value, chosen.from), from: chosen.from };
}

async function look(context: Context, { endpoints, from }: Pre): Promise<PollAnswer> {
  const { consecutiveSuccesses, probeTimeoutSeconds, expectedStatuses, bodyContains, healthCheckRetries = Infinity } = context.config;
  const before = (context.memo as Memo | undefined) ?? { passes: 0, failures: 0 };
  const looks = await Promise.all(
    endpoints.map((endpoint) =>
      context.clients.probe.probe({ endpoint, timeoutMs: probeTimeoutSeconds * 1000, statuses: expectedStatuses, bodyContains }),
    ),
  );
  const failed = looks.filter(({ passed }) => !passed);
  const memo: Memo = failed.length === 0 ? { ...before, passes: before.passes + 1 } : { passes: 0, failures: before.failures + 1 };
  const said = (failed.length === 0 ? looks : failed).map(({ message }) => message).join("; ");
  const after = { endpoints, consecutiveSuccesses: memo.passes, failedLooks: memo.failures, settings: { endpoints: from } };
  if (memo.passes >= consecutiveSuccesses) return { state: "completed", evidence: { before: {}, after, rpo: NO_DATA } };
  if (memo.failures > healthCheckRetries) {
    const message = `${said}: ${memo.failures} looks failed, ${healthCheckRetries} are forgiven`;
    return { state: "failed", failure: { code: "application.unhealthy", message, retryable: true, details: { ...memo } } };
  }
  const percent = Math.round((memo.passes / consecutiveSuccesses) * 90);
  return { state: "in_progress", message: `${memo.passes} of ${consecutiveSuccesses} looks in a row passed; ${said}`, percent, memo };
}

/** Looks at endpoints until they are healthy. */
export const healthCheck: Operation<AppClients, Resources, Config, Pre, null> = {
  description: "Looks at endpoints over HTTP or TCP until several looks in a row have passed",
  reversibility: "reversible",
  failback: { none: "it only looks" },
  drill: { kind: "safe" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 1,
  resources,
  config,
  listTargets: (input) => [...new Set(input.resources.endpoints ?? [DEFAULTS])],
  timeoutSeconds: ({ healthCheckTimeout }) => healthCheckTimeout,
  ...effect,
  // It changed nothing: there is nothing to take back.
  rollback: { ...effect, prepare: () => Promise.resolve({ state: "noop", evidence: { after: {} } }) },
};
