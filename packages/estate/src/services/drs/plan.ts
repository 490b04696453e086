// Source servers that a plan names under `sourceServers`, in any technology.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, lastPart, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { DrsSeed } from "./seed.ts";

/** A replicating server for every name. */
export const planDrs = (tasks: readonly PlanTask[]): PlanSeed<DrsSeed> => {
  const { names, skipped } = namesOf(entriesIn(tasks, "sourceServers"));
  return { seed: { sourceServers: names.map(({ name, ...region }) => ({ id: lastPart(name), ...region })) }, skipped };
};
