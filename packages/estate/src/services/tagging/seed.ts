// The tagging part of a seed: tags of things by ARN.
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { taggedId, taggedKind } from "./records.ts";

const schema = z.strictObject({
  resources: z
    .array(
      z.strictObject({
        /** The account in it does not count: there is one. */
        arn: z.string().regex(/^arn:aws[\w-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:\S+$/u, "expected an ARN"),
        region: seedRegion,
        tags: z.record(z.string(), z.string()),
      }),
    )
    .default([]),
});

/** What a seed document may say about tags. */
export type TaggingSeed = z.input<typeof schema>;

const apply = ({ resources }: z.output<typeof schema>, { seeder, region: usual }: SeedContext): void => {
  for (const { arn, region: own, tags } of resources) {
    const [, , service = "", told = "", , ...rest] = arn.split(":");
    const region = own ?? (told === "" ? usual : told);
    const record = { service, region, resource: rest.join(":"), tags };
    const id = taggedId(record);
    seeder.add(taggedKind, { service: "tagging", kind: "tags", region, id, name: arn }, () => record);
  }
};

/** Schema and effect of the tagging part. */
export const taggingSeed = { schema, apply };
