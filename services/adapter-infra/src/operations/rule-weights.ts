/** Shifts traffic between the target groups of a listener's rule, for example of one host name. */
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import { choice } from "../transitions.ts";
import { forwardArn, forwardWeights, weightsField } from "./forward-weights.ts";

const resources = lazyStrictObject(() => ({
  listenerRules: z
    .array(z.strictObject({ ruleArn: forwardArn("listener-rule").meta(namesResource({ kind: "arn" })), weights: weightsField() }))
    .min(1)
    .refine((all) => new Set(all.map(({ ruleArn }) => ruleArn)).size === all.length, "expected each rule once"),
}));

/** `rule_weights`. */
export const ruleWeights = choice({
  description: "Shifts traffic between the target groups of listener rules by their weights",
  failback: { by: "rule_weights" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 5,
  resources,
  config: lazyStrictObject(() => ({})),
  listTargets: ({ resources: { listenerRules } }) => listenerRules.map(({ ruleArn }) => ruleArn),
  howToCheck: (arn) => `aws elbv2 describe-rules --rule-arns ${arn}`,
  kinds: {
    rule: forwardWeights<z.infer<typeof resources>, object>(
      "rule",
      ({ listenerRules }, arn) => listenerRules.find(({ ruleArn }) => ruleArn === arn)?.weights,
    ),
  },
  kindOf: () => "rule",
});
