// The simulated Elastic Load Balancing (v2): targets and their health, listeners and rules.
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { describeLoadBalancers, describeTargetGroups } from "./describe-groups.ts";
import { ELB_HEALTH_CHECKS } from "./durations.ts";
import { describeListeners, describeRules, modifyListener, modifyRule } from "./forward-operations.ts";
import { planElbv2 } from "./plan.ts";
import { elbv2Seed } from "./seed.ts";
import { deregisterTargets, describeTargetHealth, registerTargets } from "./target-operations.ts";
import { elbv2View } from "./view.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

/** Elastic Load Balancing. */
export const elbv2 = defineService({
  service: "elasticloadbalancing",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-elastic-load-balancing-v2");
    return sdkProtocol(module, module.ElasticLoadBalancingV2Client, errors);
  },
  operations: {
    DeregisterTargets: deregisterTargets,
    DescribeListeners: describeListeners,
    DescribeLoadBalancers: describeLoadBalancers,
    DescribeRules: describeRules,
    DescribeTargetGroups: describeTargetGroups,
    DescribeTargetHealth: describeTargetHealth,
    ModifyListener: modifyListener,
    ModifyRule: modifyRule,
    RegisterTargets: registerTargets,
  },
  seed: elbv2Seed,
  planResources: planElbv2,
  view: elbv2View,
  quotas: {},
  durations: { healthChecks: ELB_HEALTH_CHECKS },
  events: [],
});
