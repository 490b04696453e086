/** `application.start_application` and `stop_application`: a procedure each, and each is the way back of the other. */
import { lazyStrictObject } from "@dr/events";
import type { InverseContext, Operation, TaskContext } from "@dr/adapter-kit";
import type * as z from "zod";
import type { AppClients } from "../app-client.ts";
import type { CommandHandle, CommandPre } from "../run-command/command-effect.ts";
import { onNodes } from "../run-command/on-nodes.ts";
import { limits, NO_DEFAULTS, planOf, procedure } from "../run-command/settings.ts";
import { listNodes, nodeResources, type NodeResources } from "../targets.ts";

const named = lazyStrictObject(() => ({ ...procedure(), ssmDocument: procedure().ssmDocument.unwrap() }));
const config = lazyStrictObject(() => ({
  ...limits(),
  start: named.optional().describe("The document that starts the application on a node"),
  stop: named.optional().describe("The document that stops it"),
}));
type Config = z.infer<typeof config>;
type Context = TaskContext<AppClients, NodeResources, Config>;
type Inverse = InverseContext<AppClients, NodeResources, Config, CommandPre, CommandHandle>;
type Way = "start" | "stop";

function operation(way: Way): Operation<AppClients, NodeResources, Config, CommandPre, CommandHandle> {
  const other: Way = way === "start" ? "stop" : "start";
  const missing = (which: Way, code: string) => ({
    state: "failed" as const,
    failure: { code, message: `no ${which} procedure was declared`, retryable: false },
  });
  const refuse = (which: Way, code: string) => (context: Context | Inverse) =>
    context.config[which] === undefined ? missing(which, code) : undefined;
  const plan = (which: Way) => (context: Context | Inverse) =>
    planOf({ ...context.config, undo: context.config[which === "start" ? "stop" : "start"] }, context.config[which] ?? {}, NO_DEFAULTS);
  return {
    description:
      way === "start"
        ? "Starts an application on its nodes by its start procedure"
        : "Stops an application on its nodes by its stop procedure",
    reversibility: "compensable",
    failback: { by: `${other}_application` },
    drill: { kind: "skipped", unless: ({ drillSafe }) => drillSafe },
    defaults: { timeoutSeconds: 4_500, heartbeatSeconds: 60 },
    pollSeconds: 5,
    settleSeconds: () => 30,
    resources: nodeResources,
    config,
    listTargets: ({ resources }) => listNodes(resources),
    howToCheck: (target) => `aws ssm list-command-invocations --instance-id ${target} --details`,
    ...onNodes<Context>({ plan: plan(way), refuse: refuse(way, "application.procedure_missing") }),
    rollback: onNodes<Inverse>({ plan: plan(other), refuse: refuse(other, "application.no_way_back") }),
  };
}

/** Starts; its way back is the stop procedure. */
export const startApplication = operation("start");
/** Stops; its way back is the start procedure. */
export const stopApplication = operation("stop");
