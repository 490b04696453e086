// The simulated Route 53 as people see it.
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { changeShape } from "./change-shape.ts";
import { changeKind, zoneKind } from "./records.ts";

/** Zones with their record sets, and the changes with their status. */
export const route53View = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  zones: world.list(zoneKind, GLOBAL_REGION),
  changes: world.list(changeKind, GLOBAL_REGION).map((change) => changeShape(change, nowMs)),
});
