/** Everything that leads users elsewhere, in one task, under the kit's conformance suite on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { NEW } from "./balanced.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { SG, updated, WORDS } from "./update-seed.ts";

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { route53Records: [{ hostedZoneId: "Z1", recordName: "app.example.com" }] },
  scenarios: [
    {
      name: "a rule, a target and a record, one after the other",
      operation: "update",
      resources: {},
      config: WORDS,
      createWorld: (clock) =>
        estateWorld(clock, updated(), ({ action, resources }) => `${action} ${resources.find((one) => one === NEW) ?? resources[0] ?? ""}`),
      effects: [`AuthorizeSecurityGroupIngress ${SG}`, `RegisterTargets ${NEW}`, "ChangeResourceRecordSets Z1"],
      rollbackEffects: ["ChangeResourceRecordSets Z1", `DeregisterTargets ${NEW}`, `RevokeSecurityGroupIngress ${SG}`],
      takesAtLeastSeconds: 60,
      staged: true,
      sampled: SAMPLED,
    },
  ],
});
