/** `application.wait_online`: nodes that were just launched register with Systems Manager minutes later; what needs them waits here. */
import { toPreparation, type Effect, type Operation, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { AppClients } from "../app-client.ts";
import { nodeFindings } from "../run-command/readiness.ts";
import { listNodes, regionOf, regionSetting, type NodeResources } from "../targets.ts";

// It looks and does nothing: others may act on the same instances meanwhile, or afterwards.
const resources = lazyStrictObject(() => ({
  instances: z
    .array(resourceName(["ec2-instance", "ssm-managed-node"], { use: "reads" }))
    .min(1)
    .max(500),
}));
const config = lazyStrictObject(() => ({ region: regionSetting() }));
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, NodeResources, Config>;

const effect: Effect<Context, Record<string, never>, null> = {
  prepare: async (context, target) => {
    const node = await context.clients.ssm(regionOf(context.resources, context.config.region)).node(target);
    const prepared = toPreparation<Record<string, never>>(nodeFindings(target, node), {});
    if (prepared.state !== "ready") return prepared;
    return { state: "noop", evidence: { after: { ping: node?.ping, platform: node?.platform } } };
  },
  act: () => Promise.resolve(null),
  poll: () => Promise.resolve({ state: "completed", evidence: { after: {} } }),
  discover: () => Promise.resolve({ state: "not_started" }),
};

/** Waits until nodes are Online. Changes nothing. */
export const waitOnline: Operation<AppClients, NodeResources, Config, Record<string, never>, null> = {
  description: "Waits until instances are registered with Systems Manager and Online",
  reversibility: "reversible",
  failback: { none: "it only looks" },
  drill: { kind: "safe" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: () => 1,
  resources,
  config,
  listTargets: (input) => listNodes(input.resources),
  ...effect,
  rollback: { ...effect, prepare: () => Promise.resolve({ state: "noop", evidence: { after: {} } }) },
};
