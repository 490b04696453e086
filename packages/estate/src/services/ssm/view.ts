// The simulated Systems Manager as people see it.
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { parameterKind } from "./records.ts";

/** Parameters without their values. */
export const ssmView = (world: WorldView) => ({
  parameters: everywhere(world, parameterKind).map(({ region, body: { name, type, version } }) => ({ region, name, type, version })),
});
