/** `application.run_command`: runs a Systems Manager document on instances, by id or by tag. */
import { readDefaults, type InverseContext, type Operation, type TaskContext } from "@dr/adapter-kit";
import type { AppClients } from "../app-client.ts";
import { onNodes } from "../run-command/on-nodes.ts";
import type { CommandHandle, CommandPlan, CommandPre } from "../run-command/command-effect.ts";
import { commandSettings, NO_DEFAULTS, planOf, type CommandSettings } from "../run-command/settings.ts";
import { listNodes, nodeResources, regionOf, type NodeResources } from "../targets.ts";

type Context = TaskContext<AppClients, NodeResources, CommandSettings>;
type Inverse = InverseContext<AppClients, NodeResources, CommandSettings, CommandPre, CommandHandle>;

const forward = async ({ clients, resources, config, environment }: Context): Promise<CommandPlan> => {
  const { below } = clients.parameters(regionOf(resources, config.region));
  return planOf(config, config, await readDefaults(below, "application", environment));
};
const back = ({ config }: Inverse): CommandPlan => planOf(config, config.undo ?? {}, NO_DEFAULTS);

/** Runs a document; what failed after it ran is run again only if it is declared `rerunnable`. */
export const runCommand: Operation<AppClients, NodeResources, CommandSettings, CommandPre, CommandHandle> = {
  description: "Runs a Systems Manager document on instances, named or chosen by tag, with a result for each",
  reversibility: "compensable",
  failback: { by: "run_command" },
  drill: { kind: "skipped", unless: ({ drillSafe }) => drillSafe },
  defaults: { timeoutSeconds: 4_500, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 30,
  resources: nodeResources,
  config: commandSettings,
  listTargets: ({ resources }) => listNodes(resources),
  howToCheck: (target) => `aws ssm list-command-invocations --instance-id ${target} --details`,
  ...onNodes<Context>({ plan: forward }),
  rollback: onNodes<Inverse>({
    plan: back,
    refuse: ({ config }) =>
      config.undo === undefined
        ? {
            state: "failed",
            failure: { code: "application.no_way_back", message: "no undo was declared for this document", retryable: false },
          }
        : undefined,
  }),
};
