// Turns the names in a recovery plan into a seed document, so that the plan finds a healthy estate.
import type { EstateService } from "../service.ts";
import { SERVICES } from "../services.ts";
import type { World } from "../world/world.ts";
import { applySeed } from "./apply-seed.ts";
import { planInput, tasksOfPlan } from "./plan-tasks.ts";
import { seedDocument } from "./seed-document.ts";
import type { SeedReport } from "./seed-report.ts";

/**
 * Creates a healthy simulated resource for every name in `plan` that has none yet: each service says what the tasks
 * need of it. Throws a ZodError when `plan` has no waves to read. Idempotent.
 */
export const provisionPlan = (
  world: World,
  plan: unknown,
  at: { readonly accountId: string; readonly region: string; readonly nowMs: number },
): SeedReport => {
  const services: readonly EstateService[] = SERVICES;
  const tasks = services.reduce((named, service) => service.nameTasks?.(named, world.view()) ?? named, tasksOfPlan(planInput.parse(plan)));
  const found = SERVICES.map((service) => ({ service: service.service, ...service.planResources(tasks, world.view()) }));
  const seed = seedDocument.parse(Object.fromEntries(found.map((part) => [part.service, part.seed])));
  return applySeed(world, seed, { ...at, skipped: found.flatMap(({ skipped = [] }) => skipped) });
};
