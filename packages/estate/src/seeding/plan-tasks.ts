// Reads the tasks of a recovery plan, in any spelling of the plan format, for the services that provide their resources.
import * as z from "zod";

const looseRecord = z.record(z.string(), z.unknown());

const technology = z.looseObject({
  type: z.string().optional(),
  technology: z.string().optional(),
  operation: z.string().optional(),
  resources: looseRecord.optional(),
  config: looseRecord.optional(),
  target: looseRecord.optional(),
  declared: z.unknown().optional(),
});

const plan = z.looseObject({ waves: z.array(technology.extend({ technologies: z.array(technology).optional() })) });

/** A plan, bare or inside `enterpriseRecoveryPlan`. Only what names resources is read; the rest is not judged here. */
export const planInput = z.preprocess(
  (value) => (typeof value === "object" && value !== null && "enterpriseRecoveryPlan" in value ? value.enterpriseRecoveryPlan : value),
  plan,
);

/** One task of a plan, as a service looks at it to provide what the task names. */
export type PlanTask = {
  readonly technology: string | undefined;
  readonly operation: string | undefined;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  /** Where in the plan, for reports: `waves[0].technologies[1]`. */
  readonly path: string;
  /** The Region that the task names, if any. */
  readonly region: string | undefined;
  /** Where its operation declares names, as a saved plan keeps it; read by whoever understands it. */
  readonly declared: unknown;
  /** What was named for it, and the tags by which it will be found. */
  readonly tagged?: readonly { readonly service: string; readonly resource: string; readonly tags: Readonly<Record<string, string>> }[];
};

type Technology = z.infer<typeof technology>;

/** All tasks, in the order of the plan. */
export const tasksOfPlan = ({ waves }: z.infer<typeof planInput>): readonly PlanTask[] =>
  waves.flatMap((wave, index) => [
    toTask(wave, `waves[${index}]`),
    ...(wave.technologies ?? []).map((one, place) => toTask(one, `waves[${index}].technologies[${place}]`)),
  ]);

const toTask = (one: Technology, path: string): PlanTask => ({
  technology: one.type ?? one.technology,
  operation: one.operation,
  resources: one.resources ?? {},
  config: one.config ?? {},
  path,
  region: regionOf(one),
  declared: one.declared,
});

/** What a task says of its own Region stands above where it acts as a whole. */
const regionOf = ({ config, resources, target }: Technology): string | undefined => {
  for (const source of [config, resources, target]) {
    for (const member of ["region", "targetRegion", "recoveryRegion"]) {
      const value = source?.[member];
      if (typeof value === "string") return value;
    }
  }
  return undefined;
};
