// Recovery plans of the solution that tasks name: each with servers that DRS knows.
import type { PlanSeed } from "../../service.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { sourceServerIdFor } from "../drs/records.ts";
import { solutionPlanKind } from "./records.ts";
import type { SolutionSeed } from "./seed.ts";

/** The recovery plan that a task runs by the solution; undefined for one that DRS itself does. */
const planIdOf = ({ technology, config, resources }: PlanTask): string | undefined => {
  const mode = config["integrationMode"] ?? config["integration_mode"] ?? "native";
  const planId = resources["recoveryPlanId"] ?? config["recoveryPlanId"];
  return technology === "drs" && mode !== "native" && typeof planId === "string" && planId !== "" ? planId : undefined;
};

/** A task whose plan is new names two servers of it, unless it names its own. */
export const nameSolutionServers = (tasks: readonly PlanTask[], world: WorldView): readonly PlanTask[] =>
  tasks.map((task) => {
    const planId = planIdOf(task);
    if (planId === undefined || task.resources["sourceServers"] !== undefined) return task;
    const known = world.get(solutionPlanKind, GLOBAL_REGION, planId)?.waves.flatMap(({ serverIds }) => serverIds);
    return { ...task, resources: { ...task.resources, sourceServers: known ?? [`${planId}-server-1`, `${planId}-server-2`] } };
  });

/** The solution itself, and a plan of one wave for every name. */
export const planSolution = (tasks: readonly PlanTask[]): PlanSeed<SolutionSeed> => {
  const plans = tasks.flatMap((task) => {
    const planId = planIdOf(task);
    if (planId === undefined) return [];
    const named = task.resources["sourceServers"];
    const servers = Array.isArray(named) ? named.filter((name): name is string => typeof name === "string") : [];
    const wave = { waveName: "servers", protectionGroupId: `${planId}-servers`, serverIds: servers.map(sourceServerIdFor) };
    return [{ planId, waves: [wave], ...(task.region !== undefined && { region: task.region }) }];
  });
  return { seed: plans.length === 0 ? {} : { present: true, plans } };
};
