// The Auto Scaling part of a seed.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { groupKind } from "./records.ts";

const schema = z.strictObject({
  groups: z
    .array(
      z.strictObject({
        name: seedIdentifier,
        region: seedRegion,
        min: z.int().min(0).default(0),
        max: z.int().min(0).default(10),
        desired: z.int().min(0).default(1),
      }),
    )
    .default([]),
});

/** Groups whose instances are in service. */
const apply = ({ groups }: z.output<typeof schema>, { seeder, region: usual, createdMs }: SeedContext): void => {
  for (const { region = usual, ...group } of groups) {
    const zones = ["a", "b", "c"].map((zone) => `${region}${zone}`);
    const place = { service: "autoscaling", kind: "group", region, id: group.name, name: group.name };
    seeder.add(groupKind, place, () => ({
      ...group,
      zones,
      members: Array.from({ length: group.desired }, (_, index) => ({
        instanceId: `i-${seededHex(17, "asg", group.name, index)}`,
        zone: zones[index % zones.length] ?? "",
        launchedMs: createdMs,
        inServiceMs: createdMs,
      })),
    }));
  }
};

/** Schema and effect of the Auto Scaling part. */
export const autoScalingSeed = { schema, apply };
