// Global databases that tasks of a plan name, with a cluster in each Region that they speak of.
import { entriesIn, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";

const PRIMARY = "us-east-1";
const SECONDARY = "us-west-2";

/** The engine of an operation's databases, by what its name begins with. */
const ENGINES = [
  { prefix: "documentdb_", engine: "docdb", engineVersion: "5.0.0" },
  { prefix: "neptune_", engine: "neptune", engineVersion: "1.3.1.0" },
] as const;
const AURORA = { engine: "aurora-postgresql", engineVersion: "16.4" };

/** Healthy ones: the primary in us-east-1, a secondary in us-west-2 and in the Region that the task wants, if that is another. */
export const planGlobalClusters = (tasks: readonly PlanTask[]) => {
  const found = tasks.map((task) => ({ task, ...namesOf(entriesIn([task], "globalClusters", { technology: "database" })) }));
  const named = found.flatMap(({ task, names }) => names.map(({ name }) => ({ name: nameIn(name), task })));
  const planned = named.map(({ name, task: { operation = "", config } }) => {
    const { engine, engineVersion } = ENGINES.find(({ prefix }) => operation.startsWith(prefix)) ?? AURORA;
    const wanted = typeof config["targetRegion"] === "string" ? [config["targetRegion"]] : [];
    const members = [...new Set([PRIMARY, SECONDARY, ...wanted])].map((region) => ({ cluster: `${name}-${region}`, region }));
    return { identifier: name, engine, engineVersion, members };
  });
  return {
    globalClusters: planned,
    clusters: planned.flatMap(({ engine, engineVersion, members }) =>
      members.map(({ cluster, region }) => ({ identifier: cluster, region, engine, engineVersion })),
    ),
    skipped: found.flatMap(({ skipped }) => skipped),
  };
};

const nameIn = (nameOrArn: string): string => nameOrArn.split(":").at(-1) ?? nameOrArn;
