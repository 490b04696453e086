// Source servers that a plan names under `sourceServers`, in any technology.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, lastPart, namesOf, type PlanEntry } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { DrsSeed } from "./seed.ts";

/** A replicating server for every name. */
export const planDrs = (tasks: readonly PlanTask[]): PlanSeed<DrsSeed> => {
  const { names, skipped } = namesOf(entriesIn(tasks, "sourceServers").map(byInstance));
  return { seed: { sourceServers: names.map(({ name, ...region }) => ({ id: lastPart(name), ...region })) }, skipped };
};

/** An instance's ARN says where it came from, not where DRS has its server. */
const byInstance = ({ value, ...entry }: PlanEntry): PlanEntry => ({
  ...entry,
  value: typeof value === "string" && value.startsWith("arn:") && value.split(":")[2] === "ec2" ? lastPart(value) : value,
});
