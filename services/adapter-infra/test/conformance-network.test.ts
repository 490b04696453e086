/** Load balancers and security groups under the kit's conformance suite, on the simulated estate. */
import { adapterConformance } from "@dr/adapter-kit/testing";
import { infraAdapter } from "../src/adapter.ts";
import { estateWorld, MUTATIONS, SAMPLED } from "./estate-world.ts";
import { balanced, GROUP, LISTENER, NEW, OLD, OTHER, RULE } from "./balanced.ts";

const THIRD = "i-0a1b2c3d4e5f60003";
/** The group of `balanced` with a second healthy target. */
const withThird = {
  ...balanced,
  ec2: { instances: [{ id: OLD }, { id: NEW }, { id: THIRD }] },
  elasticloadbalancing: {
    ...balanced.elasticloadbalancing,
    targetGroups: [{ arn: GROUP, targets: [{ id: OLD }, { id: THIRD }] }, { arn: OTHER }],
  },
};
const SG = "sg-0a1b2c3d4e5f60001";

adapterConformance({
  adapter: infraAdapter,
  mutations: MUTATIONS,
  invalidResources: { targetGroups: [{ targetGroupArn: GROUP }] },
  scenarios: [
    {
      name: "one target comes in, another drains while a third serves",
      operation: "lb_targets",
      resources: { targetGroups: [{ targetGroupArn: GROUP, register: [{ id: NEW }], deregister: [{ id: OLD }] }] },
      createWorld: (clock) => estateWorld(clock, withThird, ({ action, resources }) => `${action} ${resources[1] ?? ""}`),
      effects: [`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`],
      rollbackEffects: [`DeregisterTargets ${NEW}`, `RegisterTargets ${OLD}`],
      takesAtLeastSeconds: 60,
      sampled: SAMPLED,
    },
    {
      name: "a listener sends its traffic to the other group",
      operation: "listener_weights",
      resources: { listeners: [{ listenerArn: LISTENER, weights: { [GROUP]: 0, [OTHER]: 100 } }] },
      createWorld: (clock) => estateWorld(clock, balanced),
      effects: [`ModifyListener ${LISTENER}`],
      rollbackEffects: [`ModifyListener ${LISTENER}`],
      takesAtLeastSeconds: 10,
      sampled: SAMPLED,
    },
    {
      name: "a rule sends one host's traffic to the other group",
      operation: "rule_weights",
      resources: { listenerRules: [{ ruleArn: RULE, weights: { [GROUP]: 10, [OTHER]: 90 } }] },
      createWorld: (clock) => estateWorld(clock, balanced),
      effects: [`ModifyRule ${RULE}`],
      rollbackEffects: [`ModifyRule ${RULE}`],
      takesAtLeastSeconds: 10,
      sampled: SAMPLED,
    },
    {
      name: "one rule is opened, another closed",
      operation: "sg_rules",
      resources: {
        securityGroups: [
          {
            groupId: SG,
            // EC2 keeps tcp, and 10.1.0.0/16.
            authorize: [{ protocol: "6", fromPort: 443, peer: "10.1.0.9/16", description: "recovered web servers" }],
            revoke: [{ fromPort: 443, peer: "10.0.0.0/16" }],
          },
        ],
      },
      createWorld: (clock) =>
        estateWorld(clock, { ec2: { securityGroups: [{ id: SG, rules: [{ fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/16" }] }] } }),
      effects: [`AuthorizeSecurityGroupIngress ${SG}`, `RevokeSecurityGroupIngress ${SG}`],
      rollbackEffects: [`RevokeSecurityGroupIngress ${SG}`, `AuthorizeSecurityGroupIngress ${SG}`],
      takesAtLeastSeconds: 10,
      sampled: SAMPLED,
    },
  ],
});
