/** `infrastructure.provision_network`: VPCs and subnets by CloudFormation, every change looked at before it is made. */
import { classifyAwsError, parseStage, undoingWith } from "@dr/adapter-kit";
import { listStages, networkConfig, networkResources, type NetworkConfig, type NetworkResources } from "../network/input.ts";
import { change, network } from "../network/stages.ts";
import { choice } from "../transitions.ts";

/** No network is changed before the changes of all of them are known. A drill makes networks of its own, and its clean-up removes them. */
export const provisionNetwork = choice<NetworkResources, NetworkConfig>({
  description: "Provisions VPCs and subnets by CloudFormation change sets; a drill makes them beside the others and removes them",
  failback: { none: "a network costs nothing to stand by: it is provisioned again where another one is wanted" },
  drill: { kind: "isolated_copy" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 60 },
  pollSeconds: 10,
  resources: networkResources,
  config: networkConfig,
  // Executing a set twice is refused: whether the first time counted is looked up.
  classify: (error) => classifyAwsError(error, { InvalidChangeSetStatus: "CONFLICT" }),
  listTargets: ({ resources }) => listStages(resources),
  after: (target, { resources: { networks } }) =>
    parseStage(target).stage === "network" ? networks.map(({ name }) => `change:${name}`) : [],
  kinds: { change, network },
  kindOf: (target) => parseStage(target).stage,
  cleanup: undoingWith(
    (target) => (parseStage(target).stage === "network" ? network : change),
    (target, originals) => originals.map(() => target),
  ),
  howToCheck: (target) => `aws cloudformation describe-stacks --stack-name dr-network-${parseStage(target).name}`,
});
