// Finds the resources that a recovery plan names, in any spelling of the plan format.
import { z } from "zod";

const looseRecord = z.record(z.string(), z.unknown());

const technology = z.looseObject({
  type: z.string().optional(),
  technology: z.string().optional(),
  resources: looseRecord.optional(),
  config: looseRecord.optional(),
});

const plan = z.looseObject({ waves: z.array(technology.extend({ technologies: z.array(technology).optional() })) });

/** A plan, bare or inside `enterpriseRecoveryPlan`. Only what names resources is read; the rest is not judged here. */
export const planInput = z.preprocess(
  (value) => (typeof value === "object" && value !== null && "enterpriseRecoveryPlan" in value ? value.enterpriseRecoveryPlan : value),
  plan,
);

/** One name found in a plan. */
export type NamedResource = {
  readonly sort: "cluster" | "instance" | "source-server" | "record";
  readonly value: unknown;
  /** Where in the plan, for reports: `waves[0].technologies[1].resources.clusters[0]`. */
  readonly path: string;
  /** The Region that the technology names, if any. */
  readonly region?: string;
};

type Technology = z.infer<typeof technology>;

/** All resources that the simulated estate knows how to provide, in the order of the plan. */
export const resourcesOfPlan = ({ waves }: z.infer<typeof planInput>): readonly NamedResource[] =>
  waves.flatMap((wave, index) => [
    ...resourcesOfTechnology(wave, `waves[${index}]`),
    ...(wave.technologies ?? []).flatMap((one, place) => resourcesOfTechnology(one, `waves[${index}].technologies[${place}]`)),
  ]);

const resourcesOfTechnology = (one: Technology, path: string): readonly NamedResource[] => {
  const region = regionOf(one);
  const named = (sort: NamedResource["sort"], member: string): readonly NamedResource[] =>
    listOf(one.resources?.[member]).map((value, index) => ({
      sort,
      value,
      path: `${path}.resources.${member}[${index}]`,
      ...(region !== undefined && { region }),
    }));
  // Other technologies may list things of their own under `clusters` and `instances` (EC2 instances, say).
  const isDatabase = (one.type ?? one.technology) === "database";
  return [
    ...(isDatabase ? [...named("cluster", "clusters"), ...named("instance", "instances")] : []),
    ...named("source-server", "sourceServers"),
    ...named("record", "route53Records"),
  ];
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const regionOf = ({ config, resources }: Technology): string | undefined => {
  for (const source of [config, resources]) {
    for (const member of ["region", "targetRegion", "recoveryRegion"]) {
      const value = source?.[member];
      if (typeof value === "string") return value;
    }
  }
  return undefined;
};
