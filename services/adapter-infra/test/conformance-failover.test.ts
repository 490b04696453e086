/** Pairs of failover records under the kit's conformance suite, on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { CHECK, pairSeed } from "./pairs.ts";

const pair = { hostedZoneId: "Z1", recordName: "App.Example.com" };
const undeclared = "which health check decides for a name only its record set tells; it is claimed once that was read";

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { failoverRecords: [{ ...pair, answer: "green" }] },
  scenarios: [
    {
      name: "dns_failover: the secondary answers",
      operation: "dns_failover",
      resources: { failoverRecords: [{ ...pair, answer: "secondary" }] },
      createWorld: (clock) => estateWorld(clock, pairSeed()),
      effects: [`UpdateHealthCheck ${CHECK}`],
      rollbackEffects: [`UpdateHealthCheck ${CHECK}`],
      undeclared,
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
    {
      name: "dns_failover: home again, by the primary's own health",
      operation: "dns_failover",
      resources: { failoverRecords: [{ ...pair, answer: "automatic" }] },
      createWorld: (clock) => estateWorld(clock, pairSeed(undefined, { check: { disabled: true, inverted: true } })),
      effects: [`UpdateHealthCheck ${CHECK}`],
      rollbackEffects: [`UpdateHealthCheck ${CHECK}`],
      undeclared,
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
  ],
});
