/** Rows of discovery: what has which tags, and what is wrong with them. */
import { lazyStrictObject, regionName } from "@dr/events";
import * as z from "zod";
import { noQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const tagValue = z.string().max(256);

/** Tags that resources must have. */
export const tagFiltersSchema = z
  .record(z.string().min(1).max(128), z.union([tagValue, z.array(tagValue).min(1).max(50)]))
  .refine((filters) => Object.keys(filters).length > 0 && Object.keys(filters).length <= 50, "expected 1 to 50 tag keys")
  .meta({ description: "each key with one value or any of several; `*` stands for any letters, `?` for one" });

const lostRegions = () =>
  z.array(regionName).max(50).default([]).meta({ description: "Regions that are lost: what was there is read from the last good look" });

const discoverBody = lazyStrictObject(() => ({
  tags: tagFiltersSchema,
  technologies: z.array(z.string().min(1).max(64)).min(1).max(50).optional().meta({ description: "default: all that are deployed" }),
  lostRegions: lostRegions(),
}));

const validateBody = lazyStrictObject(() => ({
  required: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(20)
    .optional()
    .meta({ description: "keys that belong together; default DR-Tier, DR-Wave" }),
  lostRegions: lostRegions(),
})).prefault({});

/** `/discovery/resources`, `/discovery/tags` and `/discovery/validate` */
export const discoveryRows = {
  discoverResources: defineRoute({
    method: "POST",
    path: "/discovery/resources",
    access: "discovery.read",
    rate: "heavy",
    query: noQuery,
    body: discoverBody,
  }),
  listTags: defineRoute({ method: "GET", path: "/discovery/tags", access: "discovery.read", rate: "heavy", query: noQuery }),
  validateTags: defineRoute({
    method: "POST",
    path: "/discovery/validate",
    access: "discovery.read",
    rate: "heavy",
    query: noQuery,
    body: validateBody,
  }),
};
