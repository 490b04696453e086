// Managed nodes that a plan's tasks name, in any technology but databases (whose instances are no nodes).
import type { PlanSeed } from "../../service.ts";
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { SsmSeed } from "./seed.ts";

const MEMBERS = ["instanceIds", "managedNodes", "nodes", "instances"];

/** An online node for every name that is an instance id; other names are somebody else's. */
export const planSsm = (tasks: readonly PlanTask[]): PlanSeed<SsmSeed> => {
  const others = tasks.filter(({ technology }) => technology !== "database" && technology !== "drs");
  const { names } = namesOf(MEMBERS.flatMap((member) => entriesIn(others, member)));
  const nodes = names.filter(({ name }) => /^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/u.test(name));
  return { seed: { nodes: nodes.map(({ name, ...region }) => ({ id: name, ...region })) } };
};
