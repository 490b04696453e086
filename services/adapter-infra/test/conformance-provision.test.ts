/** Networks under the kit's conformance suite, on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { madeBefore, SHOP, SMALLER } from "./networks.ts";

const shared = {
  operation: "provision_network",
  resources: { networks: [SHOP] },
  config: { region: "us-west-2" },
  takesAtLeastSeconds: 40,
  staged: true,
  undeclared: "a stack is named after the network, which the plan names and nobody else's can have",
  sampled: SAMPLED,
};

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { networks: [{ ...SHOP, cidr: "10.1.0.0/8" }] },
  scenarios: [
    {
      ...shared,
      name: "a network is made, and goes again",
      createWorld: (clock) => estateWorld(clock, {}),
      effects: ["CreateChangeSet dr-network-shop", "ExecuteChangeSet dr-network-shop"],
      rollbackEffects: ["DeleteStack dr-network-shop"],
    },
    {
      ...shared,
      name: "a network gets a subnet, and loses it again",
      createWorld: (clock) => estateWorld(clock, { cloudformation: { stacks: [madeBefore(SMALLER)] } }),
      effects: ["CreateChangeSet dr-network-shop", "ExecuteChangeSet dr-network-shop"],
      rollbackEffects: ["UpdateStack dr-network-shop"],
    },
  ],
});
