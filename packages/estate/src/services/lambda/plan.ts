// Functions that a plan's tasks name, by name or ARN.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { functionName } from "./records.ts";
import type { LambdaSeed } from "./seed.ts";

const MEMBERS = ["functions", "lambdaFunctions", "functionName", "function"];

/** A function that succeeds, for every name. */
export const planLambda = (tasks: readonly PlanTask[]): PlanSeed<LambdaSeed> => {
  const { names, skipped } = namesOf(MEMBERS.flatMap((member) => entriesIn(tasks, member)));
  const mappings = namesOf(entriesIn(tasks, "eventSourceMappings"));
  return {
    seed: {
      functions: names.map(({ name, ...region }) => ({ name: functionName(name), ...region })),
      eventSourceMappings: mappings.names.map(({ name, ...region }) => ({ uuid: name.split(":").at(-1) ?? name, ...region })),
    },
    skipped: [...skipped, ...mappings.skipped],
  };
};
