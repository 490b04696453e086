// The Systems Manager part of a seed: parameters.
import { z } from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { parameterKind } from "./records.ts";

const parameter = z.strictObject({ name: z.string().min(1), value: z.string().min(1), region: seedRegion });

const schema = z.strictObject({ parameters: z.array(parameter).default([]) });

const apply = ({ parameters }: z.output<typeof schema>, { seeder, region: defaultRegion, nowMs }: SeedContext): void => {
  for (const { name, value, region = defaultRegion } of parameters) {
    seeder.add(parameterKind, { service: "ssm", kind: "parameter", region, id: name, name }, () => ({
      name,
      type: "String",
      value,
      version: 1,
      modifiedMs: nowMs,
    }));
  }
};

/** Schema and effect of the Systems Manager part. */
export const ssmSeed = { schema, apply };
