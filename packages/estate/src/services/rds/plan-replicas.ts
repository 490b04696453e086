// Replicas that tasks of a plan promote or switch over to: those of sources in another Region.
import { entriesIn, namesOf, type NamedResource } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { RdsSeed } from "./seed.ts";

const ACCOUNT = "123456789012";
const ORACLE = { engine: "oracle-ee", engineVersion: "19.0.0.0.ru-2024-10.rur-2024-10.r1", multiAz: false };

const promotes = ({ operation }: PlanTask): boolean => operation === "promote_read_replica";
const switchesOver = ({ operation }: PlanTask): boolean => operation === "oracle_switchover";

/** Whether what a task names has to be a replica beforehand. */
export const wantsReplicas = (task: PlanTask): boolean => promotes(task) || switchesOver(task);

/** The replicas that these tasks name. A switchover needs its primary, too; a promotion may have lost it. */
export const planReplicas = (tasks: readonly PlanTask[]) => {
  const namesIn = (wanted: (task: PlanTask) => boolean, member: string) =>
    namesOf(entriesIn(tasks.filter(wanted), member, { technology: "database" }));
  const [clusters, instances, standbys] = [
    namesIn(promotes, "clusters"),
    namesIn(promotes, "instances"),
    namesIn(switchesOver, "instances"),
  ];
  const seed = {
    clusters: clusters.names.map((one) => ({ ...toSeed(one), engine: "aurora-mysql", replicaOf: sourceOf(one, "cluster") })),
    instances: [
      // Primaries first: what is there already is not made a standby.
      ...standbys.names.map((one) => ({ ...ORACLE, identifier: sourceName(one), region: sourceRegion(one) })),
      ...standbys.names.map((one) => ({ ...ORACLE, ...toSeed(one), replicaOf: sourceOf(one, "db") })),
      ...instances.names.map((one) => ({ ...toSeed(one), multiAz: false, replicaOf: sourceOf(one, "db") })),
    ],
  } satisfies RdsSeed;
  return { ...seed, skipped: [clusters, instances, standbys].flatMap(({ skipped }) => skipped) };
};

const toSeed = ({ name, ...region }: NamedResource) => ({ identifier: name, ...region });
const sourceName = ({ name }: NamedResource): string => `${(name.split(":").at(-1) ?? name).toLowerCase()}-source`;
const sourceRegion = ({ region }: NamedResource): string => (region === "us-east-1" ? "us-west-2" : "us-east-1");
const sourceOf = (one: NamedResource, kind: "cluster" | "db"): string =>
  `arn:aws:rds:${sourceRegion(one)}:${ACCOUNT}:${kind}:${sourceName(one)}`;
