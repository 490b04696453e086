// The simulated load balancers as people see them.
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { listenerKind, ruleKind, targetGroupKind } from "./records.ts";
import { healthOf, registeredAt } from "./target-health.ts";

/** Target groups with the health of their targets, and where listeners and rules forward to. */
export const elbv2View = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  targetGroups: everywhere(world, targetGroupKind).map(({ region, body }) => ({
    region,
    arn: body.arn,
    targets: registeredAt(body, nowMs).map((target) => ({
      id: target.id,
      port: target.port,
      health: healthOf({ world, region, nowMs }, body, target).State,
    })),
  })),
  listeners: everywhere(world, listenerKind).map(({ region, body: { arn, actions } }) => ({ region, arn, actions })),
  rules: everywhere(world, ruleKind).map(({ region, body: { arn, actions } }) => ({ region, arn, actions })),
});
