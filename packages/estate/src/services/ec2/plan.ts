// Instances, security groups and launch templates that a plan's tasks name, in any technology but databases and DRS.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, entriesInConfig, memberOf, namesOf, type NamedResource } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { planDisks } from "./plan-disks.ts";
import type { Ec2Seed } from "./seed.ts";

const INSTANCE_MEMBERS = ["instanceIds", "instances"];

/** Things of EC2 have ids of their own form; other names are somebody else's. An instance that is to be started is stopped. */
export const planEc2 = (tasks: readonly PlanTask[]): PlanSeed<Ec2Seed> => {
  const others = tasks.filter(({ technology }) => technology !== "database" && technology !== "drs");
  const starts = others.filter(({ operation = "" }) => /start/u.test(operation));
  const toStart = new Set(idsIn(starts, INSTANCE_MEMBERS, "i").map(({ id }) => id));
  const disks = planDisks(tasks);
  const named = idsIn(others, INSTANCE_MEMBERS, "i").map((one) => ({ ...one, ...(toStart.has(one.id) && { state: "stopped" as const }) }));
  return {
    seed: {
      // Those of disks first: they say where they are, and what is there is not made again.
      instances: [...disks.instances, ...named, ...idsOfUpdates(others, "i")],
      volumes: disks.volumes,
      snapshots: disks.snapshots,
      securityGroups: [...idsIn(others, ["securityGroups", "securityGroupIds"], "sg"), ...idsOfUpdates(others, "sg")],
      launchTemplates: [
        ...idsIn(others, ["launchTemplates", "launchTemplateIds", "launchTemplateId"], "lt"),
        ...others.flatMap(({ resources, region }) => templatesIn(resources["launchTemplates"], region)),
      ],
    },
  };
};

const idsIn = (tasks: readonly PlanTask[], members: readonly string[], prefix: string) => {
  const { names } = namesOf(members.flatMap((member) => entriesIn(tasks, member)));
  return names.filter(({ name }) => new RegExp(`^${prefix}-[0-9a-f]{8,17}$`, "u").test(name)).map(toSeed);
};

/** Launches that have a name of their own and name their template beside it. */
const templatesIn = (launches: unknown, region: string | undefined) =>
  (Array.isArray(launches) ? launches : []).flatMap((launch: unknown) => {
    const id: unknown = typeof launch === "object" && launch !== null ? new Map(Object.entries(launch)).get("launchTemplateId") : undefined;
    return typeof id === "string" ? [{ id, ...(region !== undefined && { region }) }] : [];
  });

/** Groups whose rules change in the words of older plans, and the targets that come in or leave. */
const idsOfUpdates = (tasks: readonly PlanTask[], prefix: "i" | "sg") => {
  const groups = entriesInConfig(tasks, "sg_updates").map(({ value, region }) => ({ id: memberOf(value, "group_id"), region }));
  const targets = [...entriesInConfig(tasks, "lb_updates"), ...entriesIn(tasks, "targetGroups")].flatMap(({ value, region }) =>
    ["register", "deregister"].flatMap((member) => {
      const list = memberOf(value, member);
      return (Array.isArray(list) ? list : []).map((one: unknown) => ({ id: memberOf(one, "id"), region }));
    }),
  );
  return [...groups, ...targets].flatMap(({ id, region }) =>
    typeof id === "string" && new RegExp(`^${prefix}-[0-9a-f]{8,17}$`, "u").test(id)
      ? [{ id, ...(region !== undefined && { region }) }]
      : [],
  );
};

const toSeed = ({ name, ...region }: NamedResource) => ({ id: name, ...region });
