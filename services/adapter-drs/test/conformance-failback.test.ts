/** The way home under the kit's conformance suite, on the estate: reversal, launch at home, protection again, and what is removed. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { drsAdapter } from "../src/adapter.ts";
import { createEstateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { failbackSeed, HOME, OF_SERVER, RECOVERED, REVERSED, SERVER } from "./failback-seed.ts";

const resources = { sourceServers: [SERVER] };
const tagged = {
  drs: {
    sourceServers: [{ id: "s-00000000000000003", region: "us-west-2", originRegion: "us-east-1", awsInstanceId: "i-0000000000000003c" }],
  },
  ec2: { instances: [{ id: "i-0000000000000003c", region: "us-east-1", tags: { Team: "billing", Tier: "web" } }] },
};

adapterConformance({
  adapter: drsAdapter,
  mutations: MUTATIONS,
  invalidResources: { sourceServers: [] },
  scenarios: [
    {
      name: "reverse_replication of a recovered server",
      operation: "reverse_replication",
      resources,
      createWorld: (clock) => createEstateWorld(failbackSeed(), clock, { of: OF_SERVER }),
      effects: [`ReverseReplication ${RECOVERED}`],
      takesAtLeastSeconds: 600,
      sampled: SAMPLED,
    },
    {
      name: "failback of a reversed server",
      operation: "failback",
      resources,
      createWorld: (clock) => createEstateWorld(failbackSeed({ reversed: true }), clock, { of: OF_SERVER }),
      effects: [`StartRecovery ${REVERSED}`],
      takesAtLeastSeconds: 480,
      sampled: SAMPLED,
    },
    {
      name: "failback, rehearsed",
      operation: "failback",
      resources,
      executionType: "drill",
      createWorld: (clock) => createEstateWorld(failbackSeed({ reversed: true }), clock, { of: OF_SERVER }),
      effects: [`StartRecovery ${REVERSED} as a drill`],
      cleanupEffects: [`TerminateRecoveryInstances ${REVERSED}/1`],
      takesAtLeastSeconds: 480,
      sampled: SAMPLED,
    },
    {
      name: "reprotect of a server that was brought home",
      operation: "reprotect",
      resources,
      createWorld: (clock) => createEstateWorld(failbackSeed({ reversed: true, home: {} }), clock, { of: OF_SERVER }),
      effects: [`ReverseReplication ${HOME}`],
      takesAtLeastSeconds: 600,
      sampled: SAMPLED,
    },
    {
      name: "terminate_recovered of a server that runs at home",
      operation: "terminate_recovered",
      resources,
      createWorld: (clock) => createEstateWorld(failbackSeed({ reversed: true, home: {} }), clock, { of: OF_SERVER }),
      effects: [`TerminateRecoveryInstances ${RECOVERED}`],
      takesAtLeastSeconds: 120,
      sampled: SAMPLED,
    },
    {
      name: "failback_launch of a server outside of AWS",
      operation: "failback_launch",
      resources,
      createWorld: (clock) => createEstateWorld(failbackSeed({ onPremises: true }), clock, { of: OF_SERVER }),
      effects: [`StartFailbackLaunch ${RECOVERED}`],
      takesAtLeastSeconds: 300,
      sampled: SAMPLED,
    },
    {
      name: "sync_tags of a server",
      operation: "sync_tags",
      resources: { sourceServers: ["i-0000000000000003c"] },
      createWorld: (clock) => createEstateWorld(tagged, clock),
      effects: ["TagResource s-00000000000000003"],
      rollbackEffects: ["UntagResource s-00000000000000003"],
      takesAtLeastSeconds: 4,
      sampled: SAMPLED,
    },
  ],
});
