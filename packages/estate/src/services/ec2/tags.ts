// Tags as EC2 reads and writes them.
import * as z from "zod";
import { fromTagList } from "../../tag-list.ts";

/** `TagSpecifications` of a call that creates things, as a map of tags by resource type. */
export const tagSpecifications = z
  .array(z.object({ ResourceType: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string().default("") })).default([]) }))
  .default([])
  .transform((specifications) => new Map(specifications.map(({ ResourceType, Tags }) => [ResourceType, fromTagList(Tags)])));
