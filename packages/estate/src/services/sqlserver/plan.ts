// The instances and groups that tasks of a plan name: a primary in one site, an asynchronous secondary in the other.
import type { PlanTask } from "../../seeding/plan-tasks.ts";

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** Of each task of this technology: its group over the replicas that it names. */
export const sqlResources = (tasks: readonly PlanTask[]) => {
  const groups = tasks.flatMap(({ technology, resources }) => {
    const name = text(resources["availabilityGroup"]);
    const target = text(resources["targetReplica"]) ?? text(resources["secondaryReplica"]);
    if (technology !== "sql_always_on" || name === undefined || target === undefined) return [];
    const primary = text(resources["primaryReplica"]) ?? `${name}-primary`;
    const databases = texts(resources["databases"]);
    return [
      { name, primary, replicas: [{ name: primary }, { name: target }], databases: databases.length > 0 ? [...databases] : [`${name}DB`] },
    ];
  });
  return {
    seed: {
      instances: groups.flatMap(({ replicas: [active, standby] }) => [
        { name: active?.name ?? "", site: "us-east-1" },
        { name: standby?.name ?? "", site: "us-west-2" },
      ]),
      groups,
    },
  };
};
