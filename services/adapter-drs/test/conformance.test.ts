/** The DRS adapter under the kit's conformance suite, on the estate: launches, rehearsals and what takes them back. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { drsAdapter } from "../src/adapter.ts";
import { createEstateWorld, LISTED_LATE, MUTATIONS, SAMPLED } from "./estate-world.ts";

const ONE = "s-00000000000000001";
const TWO = "s-00000000000000002";
const DRILL = "i-0000000000000001d";
const faults = [LISTED_LATE];
/** A launch takes 8 to 15 minutes: a quarter of the looks at it is enough. */
const SPEED = 4;
const region = "us-west-2";
const servers = [
  { id: ONE, region, awsInstanceId: "i-0000000000000001a" },
  { id: TWO, region, awsInstanceId: "i-0000000000000002a" },
];
const seed = { drs: { sourceServers: servers } };
const withDrill = { drs: { sourceServers: [{ ...servers[0]!, recovered: { instanceId: DRILL, isDrill: true } }] } };

adapterConformance({
  adapter: drsAdapter,
  mutations: MUTATIONS,
  invalidResources: { sourceServers: [], recoveryPlanId: 7 },
  scenarios: [
    {
      name: "a recovery of servers named by their EC2 ids",
      operation: "recovery",
      resources: {
        sourceServers: ["i-0000000000000001a", "i-0000000000000002a"],
        recoveryPlanId: "plan-app-tier-prod",
        protectionGroups: ["pg-app-servers-prod"],
      },
      createWorld: (clock) => createEstateWorld(seed, clock, { faults, speed: SPEED }),
      effects: [`StartRecovery ${ONE},${TWO}`],
      rollbackEffects: [`TerminateRecoveryInstances ${ONE}/1,${TWO}/1`],
      takesAtLeastSeconds: 480 / SPEED,
      sampled: SAMPLED,
    },
    {
      name: "a drill of one server",
      operation: "recovery",
      resources: { sourceServers: [ONE] },
      executionType: "drill",
      createWorld: (clock) => createEstateWorld(seed, clock, { faults, speed: SPEED }),
      effects: [`StartRecovery ${ONE} as a drill`],
      cleanupEffects: [`TerminateRecoveryInstances ${ONE}/1`],
      takesAtLeastSeconds: 480 / SPEED,
      sampled: SAMPLED,
    },
    {
      name: "a rehearsal inside of a recovery",
      operation: "drill",
      resources: { sourceServers: [ONE] },
      createWorld: (clock) => createEstateWorld(seed, clock, { faults, speed: SPEED }),
      effects: [`StartRecovery ${ONE} as a drill`],
      rollbackEffects: [`TerminateRecoveryInstances ${ONE}/1`],
      takesAtLeastSeconds: 480 / SPEED,
      sampled: SAMPLED,
    },
    {
      name: "a rehearsal in a drill",
      operation: "drill",
      resources: { sourceServers: [TWO] },
      executionType: "drill",
      createWorld: (clock) => createEstateWorld(seed, clock, { faults, speed: SPEED }),
      effects: [`StartRecovery ${TWO} as a drill`],
      cleanupEffects: [`TerminateRecoveryInstances ${TWO}/1`],
      takesAtLeastSeconds: 480 / SPEED,
      sampled: SAMPLED,
    },
    {
      name: "the removal of a drill instance",
      operation: "terminate",
      resources: { sourceServers: [ONE], terminateAll: true },
      createWorld: (clock) => createEstateWorld(withDrill, clock, { of: { [DRILL]: ONE }, faults, speed: SPEED }),
      effects: [`TerminateRecoveryInstances ${DRILL}`],
      takesAtLeastSeconds: 120 / SPEED,
      sampled: SAMPLED,
    },
  ],
});
