// The simulated EC2 as people see it.
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { snapshotKind, volumeKind } from "./ebs-records.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceKind, securityGroupKind } from "./records.ts";

/** Instances that exist, with their state, and security groups with their rules. */
export const ec2View = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  instances: everywhere(world, instanceKind)
    .map(({ region, body }) => ({ region, instanceId: body.instanceId, state: instanceStateAt(body, nowMs) }))
    .filter(({ state }) => state !== undefined),
  volumes: everywhere(world, volumeKind).map(({ region, body }) => ({
    region,
    id: body.id,
    instanceId: body.attachment?.instanceId ?? null,
  })),
  snapshots: everywhere(world, snapshotKind).map(({ region, body: { id, volumeId, tags } }) => ({ region, id, volumeId, tags })),
  securityGroups: everywhere(world, securityGroupKind).map(({ region, body: { groupId, rules } }) => ({ region, groupId, rules })),
});
