// What tasks that select by tags find: names for them, of the kinds that their operation declares, and the tags to be found by.
import * as z from "zod";
import type { PlanSeed } from "../../service.ts";
import { seededHex } from "../../seeded-choice.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { sourceServerIdFor } from "../drs/records.ts";
import { type TaggedRecord, taggedKind } from "./records.ts";
import type { TaggingSeed } from "./seed.ts";

type Filters = Readonly<Record<string, string | readonly string[]>>;

/** A sort of thing that a plan can find by tags: what it is called in a plan, and the resource part of its ARN. */
type Findable = {
  readonly service: string;
  readonly resource: (name: string) => string;
  readonly names: (slug: string, hex: (label: string) => string) => readonly string[];
};

const FINDABLE: Readonly<Record<string, Findable>> = {
  "rds-cluster": { service: "rds", resource: (name) => `cluster:${name}`, names: (slug) => [`${slug}-cluster`] },
  "rds-instance": { service: "rds", resource: (name) => `db:${name}`, names: (slug) => [`${slug}-instance`] },
  "drs-source-server": {
    service: "drs",
    resource: (name) => `source-server/${sourceServerIdFor(name)}`,
    names: (_slug, hex) => [`i-${hex("drs-1")}`, `i-${hex("drs-2")}`],
  },
  "ec2-instance": {
    service: "ec2",
    resource: (name) => `instance/${name}`,
    names: (_slug, hex) => [`i-${hex("ec2-1")}`, `i-${hex("ec2-2")}`],
  },
  "lambda-function": { service: "lambda", resource: (name) => `function:${name}`, names: (slug) => [`${slug}-function`] },
  "auto-scaling-group": {
    service: "autoscaling",
    resource: (name) => `autoScalingGroup:simulated:autoScalingGroupName/${name}`,
    names: (slug) => [`${slug}-group`],
  },
};

const declared = z.object({ names: z.array(z.object({ at: z.array(z.string()), kinds: z.array(z.string()), use: z.string() })) });
const tagFilters = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Tasks with names in place of their filters; those whose filters fit something already stay as they are. */
export const nameTagged = (tasks: readonly PlanTask[], world: WorldView): readonly PlanTask[] =>
  tasks.map((task) => {
    const wanted = wantedBy(task);
    if (wanted === undefined || isThere(world, wanted.filters, wanted.findable)) return task;
    const { field, filters, findable } = wanted;
    const slug = slugOf(filters);
    const names = findable.names(slug, (label) => seededHex(17, "tagged", slug, label));
    const tagged = names.map((name) => ({ service: findable.service, resource: findable.resource(name), tags: tagsFor(filters) }));
    return { ...task, resources: { ...task.resources, [field]: names }, tagged };
  });

/** The tags of what such tasks name. */
export const planTagging = (tasks: readonly PlanTask[]): PlanSeed<TaggingSeed> => ({
  seed: {
    resources: tasks.flatMap(({ tagged = [], region }) =>
      tagged.map(({ service, resource, tags }) => ({
        arn: `arn:aws:${service}:::${resource}`,
        tags,
        ...(region !== undefined && { region }),
      })),
    ),
  },
});

/** The first list that the operation acts on and of whose things the estate can make some. */
const wantedBy = ({ resources, declared: raw }: PlanTask) => {
  const filters = tagFilters.safeParse(resources["tagFilters"]);
  const said = declared.safeParse(raw);
  if (!filters.success || !said.success) return undefined;
  for (const { at, kinds, use } of said.data.names) {
    const findable = kinds.map((kind) => FINDABLE[kind]).find((known) => known !== undefined);
    const [part, field, each] = at;
    if (use === "acts" && part === "resources" && field !== undefined && each === "[]" && findable)
      return { field, filters: filters.data, findable };
  }
  return undefined;
};

const isThere = (world: WorldView, filters: Filters, { service, resource }: Findable): boolean => {
  const prefix = resource("s-00000000000000000").split(/[:/]/u)[0] ?? "";
  const isOne = ({ body }: { readonly body: TaggedRecord }) =>
    body.service === service && body.resource.startsWith(prefix) && fits(body, filters);
  return everywhere(world, taggedKind).some(isOne);
};

const fits = ({ tags }: TaggedRecord, filters: Filters): boolean =>
  Object.entries(filters).every(
    ([key, wanted]) => key in tags && [wanted].flat().some((pattern) => toRegExp(pattern).test(tags[key] ?? "")),
  );

const toRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`)
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "u",
  );

const valueOf = (wanted: string | readonly string[]): string => ([wanted].flat()[0] ?? "").replaceAll(/[*?\\]/gu, "") || "any";

const tagsFor = (filters: Filters): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filters).map(([key, wanted]) => [key, valueOf(wanted)]));

/** A word for a name: letters, digits and hyphens, a letter first. */
const slugOf = (filters: Filters): string => {
  const words = Object.values(filters)
    .map((wanted) =>
      valueOf(wanted)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/gu, "-"),
    )
    .join("-");
  return `t-${words}`
    .replace(/^t-(?=[a-z])/u, "")
    .replaceAll(/-+/gu, "-")
    .slice(0, 40)
    .replace(/-$/u, "");
};
