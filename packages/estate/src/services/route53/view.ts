// The simulated Route 53 as people see it.
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { changeShape } from "./change-shape.ts";
import { countsAsHealthy, healthCheckKind } from "./health-check-records.ts";
import { changeKind, zoneKind } from "./records.ts";

/** Zones with their record sets, the changes with their status, and health checks with what DNS makes of them. */
export const route53View = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  zones: world.list(zoneKind, GLOBAL_REGION),
  healthChecks: world.list(healthCheckKind, GLOBAL_REGION).map((check) => ({ ...check, countsAsHealthy: countsAsHealthy(check) })),
  changes: world.list(changeKind, GLOBAL_REGION).map((change) => changeShape(change, nowMs)),
});
