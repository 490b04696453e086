/** The rule that brings facts to the intake, on EventBridge. */
import { DescribeRuleCommand, DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { FactRule } from "@dr/delivery";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import { FACT_RULE } from "./fact-rule.ts";

/** The rule on a bus. Switching may be repeated as it is. */
export function createFactRule(env: BaseEnv, busName: string): FactRule {
  const client = new EventBridgeClient(platformClientConfig(env, "events", "idempotent"));
  const rule = { Name: FACT_RULE, EventBusName: busName };
  return {
    isOn: async () => (await client.send(new DescribeRuleCommand(rule))).State === "ENABLED",
    turnOn: async () => void (await client.send(new EnableRuleCommand(rule))),
    turnOff: async () => void (await client.send(new DisableRuleCommand(rule))),
  };
}
