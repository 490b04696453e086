// The simulated EC2 as people see it.
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { recoveryInstanceKind } from "../drs/records.ts";
import { ec2StateAt } from "../drs/recovery-instance-state.ts";

/** Instances that exist, with their state. */
export const ec2View = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  instances: everywhere(world, recoveryInstanceKind)
    .map(({ region, body }) => ({ region, instanceId: body.recoveryInstanceId, state: ec2StateAt(body, nowMs) }))
    .filter(({ state }) => state !== undefined),
});
