/** Shifts traffic between the target groups of a listener's default action. */
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import { choice } from "../transitions.ts";
import { forwardArn, forwardWeights, weightsField } from "./forward-weights.ts";

const resources = lazyStrictObject(() => ({
  listeners: z
    .array(z.strictObject({ listenerArn: forwardArn("listener").meta(namesResource({ kind: "arn" })), weights: weightsField() }))
    .min(1)
    .refine((all) => new Set(all.map(({ listenerArn }) => listenerArn)).size === all.length, "expected each listener once"),
}));

/** `listener_weights`. */
export const listenerWeights = choice({
  description: "Shifts traffic between the target groups of listeners by their weights",
  failback: { by: "listener_weights" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 5,
  resources,
  config: lazyStrictObject(() => ({})),
  listTargets: ({ resources: { listeners } }) => listeners.map(({ listenerArn }) => listenerArn),
  howToCheck: (arn) => `aws elbv2 describe-listeners --listener-arns ${arn}`,
  kinds: {
    listener: forwardWeights<z.infer<typeof resources>, object>(
      "listener",
      ({ listeners }, arn) => listeners.find(({ listenerArn }) => listenerArn === arn)?.weights,
    ),
  },
  kindOf: () => "listener",
});
