// The whole simulated world as it is now, for people and tests.
import type { Moment } from "../service.ts";
import { type EstateState, SERVICES } from "../services.ts";
import type { WorldView } from "../world/world.ts";

/** All resources with their present state, by service; secrets are left out. */
export const stateView = (world: WorldView, moment: Moment): EstateState =>
  Object.fromEntries(SERVICES.map((service) => [service.service, service.view(world, moment)])) as EstateState;
