// Tags as EC2 reads and writes them.
import type { Tag } from "@aws-sdk/client-ec2";
import * as z from "zod";

/** A map of tags as a list. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** `TagSpecifications` of a call that creates things, as a map of tags by resource type. */
export const tagSpecifications = z
  .array(z.object({ ResourceType: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string().default("") })).default([]) }))
  .default([])
  .transform(
    (specifications) =>
      new Map(
        specifications.map(({ ResourceType, Tags }) => [ResourceType, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))]),
      ),
  );
