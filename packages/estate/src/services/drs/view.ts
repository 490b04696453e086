// The simulated DRS as people see it.
import { downSinceMs } from "../../faults/fault-book.ts";
import type { Moment } from "../../service.ts";
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { jobJson } from "./job-state.ts";
import { jobKind, recoveryInstanceKind, sourceServerKind } from "./records.ts";
import { isListed, recoveryInstanceJson } from "./recovery-instance-state.ts";
import { replicationAt } from "./replication.ts";
import { sourceServerJson } from "./source-server-json.ts";

/** Source servers, jobs and recovery instances, as DRS would describe them. */
export const drsView = (world: WorldView, { nowMs, accountId }: Moment) => ({
  sourceServers: everywhere(world, sourceServerKind).map(({ region, body }) => ({
    region,
    ...sourceServerJson(body, replicationAt(body, nowMs, downSinceMs(world, body.originRegion)), accountId, nowMs),
  })),
  jobs: everywhere(world, jobKind).map(({ region, body }) => ({ region, ...jobJson(body, { region, accountId, nowMs }) })),
  recoveryInstances: everywhere(world, recoveryInstanceKind)
    .filter(({ body }) => isListed(body, nowMs))
    .map(({ region, body }) => ({ region, ...recoveryInstanceJson(world, body, accountId, nowMs) })),
});
