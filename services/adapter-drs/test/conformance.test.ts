/** The DRS adapter under the kit's conformance suite. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { drsAdapter } from "../src/adapter.ts";
import { createFakeDrs, type FakeDrsEstate } from "./fake-drs.ts";

const estate: FakeDrsEstate = {
  servers: [
    { sourceServerId: "s-00000000000000001", awsInstanceId: "i-app01" },
    { sourceServerId: "s-00000000000000002", awsInstanceId: "i-app02" },
  ],
};

const standingDrill = {
  recoveryInstanceId: "i-drill",
  sourceServerId: "s-00000000000000001",
  jobId: "drsjob-of-somebody",
  isDrill: true,
  ec2State: "RUNNING",
  pointInTime: undefined,
};

adapterConformance({
  adapter: drsAdapter,
  mutations: ["startRecovery", "terminateRecoveryInstances"],
  invalidResources: { sourceServers: [], recoveryPlanId: 7 },
  scenarios: [
    {
      name: "a recovery of servers named by their EC2 ids",
      operation: "recovery",
      resources: { sourceServers: ["i-app01", "i-app02"], recoveryPlanId: "plan-app-tier-prod", protectionGroups: ["pg-app-servers-prod"] },
      createWorld: (clock) => createFakeDrs(estate, clock),
      effects: ["recovery s-00000000000000001,s-00000000000000002"],
      rollbackEffects: ["terminate i-s-00000000000000001-1,i-s-00000000000000002-1"],
      takesAtLeastSeconds: 100,
    },
    {
      name: "a drill of one server",
      operation: "recovery",
      resources: { sourceServers: ["s-00000000000000001"] },
      executionType: "drill",
      createWorld: (clock) => createFakeDrs(estate, clock),
      effects: ["drill s-00000000000000001"],
      cleanupEffects: ["terminate i-s-00000000000000001-1"],
      takesAtLeastSeconds: 100,
    },
    {
      name: "a rehearsal inside of a recovery",
      operation: "drill",
      resources: { sourceServers: ["s-00000000000000001"] },
      createWorld: (clock) => createFakeDrs(estate, clock),
      effects: ["drill s-00000000000000001"],
      rollbackEffects: ["terminate i-s-00000000000000001-1"],
      takesAtLeastSeconds: 100,
    },
    {
      name: "a rehearsal in a drill",
      operation: "drill",
      resources: { sourceServers: ["s-00000000000000002"] },
      executionType: "drill",
      createWorld: (clock) => createFakeDrs(estate, clock),
      effects: ["drill s-00000000000000002"],
      cleanupEffects: ["terminate i-s-00000000000000002-1"],
      takesAtLeastSeconds: 100,
    },
    {
      name: "the removal of a drill instance",
      operation: "terminate",
      resources: { sourceServers: ["s-00000000000000001"], terminateAll: true },
      createWorld: (clock) => createFakeDrs({ ...estate, instances: [standingDrill] }, clock),
      effects: ["terminate i-drill"],
      takesAtLeastSeconds: 60,
    },
  ],
});
