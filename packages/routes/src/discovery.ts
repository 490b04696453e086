/** Rows of discovery: what has which tags, and what is wrong with them. */
import * as z from "zod";
import { noQuery, regionName } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const tagValue = z.string().max(256);

/** Tags that resources must have. */
export const tagFiltersSchema = z
  .record(z.string().min(1).max(128), z.union([tagValue, z.array(tagValue).min(1).max(50)]))
  .refine((filters) => Object.keys(filters).length > 0 && Object.keys(filters).length <= 50, "expected 1 to 50 tag keys")
  .meta({ description: "each key with one value or any of several; `*` stands for any letters, `?` for one" });

const lostRegions = z
  .array(regionName)
  .max(50)
  .default([])
  .meta({ description: "Regions that are lost: what was there is read from the last good look" });

const discoverBody = z.strictObject({
  tags: tagFiltersSchema,
  technologies: z.array(z.string().min(1).max(64)).min(1).max(50).optional().meta({ description: "default: all that are deployed" }),
  lostRegions,
});

const validateBody = z.strictObject({
  required: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(20)
    .optional()
    .meta({ description: "keys that belong together; default DR-Tier, DR-Wave" }),
  lostRegions,
});

const targets = z.array(z.looseObject({ account: z.string(), region: z.string(), state: z.enum(["read", "snapshot", "failed"]) })).meta({
  description: "accounts and Regions that were looked at; `snapshot` has `asOf` and `ageSeconds`, `failed` has the `failure`",
});

const foundSchema = z.looseObject({
  arn: z.string(),
  tags: z.record(z.string(), z.looseObject({ value: z.string(), level: z.string(), source: z.string() })).meta({
    description: "each value with the place that it came from",
  }),
});

/** Found things by technology. */
const discoveredSchema = z
  .looseObject({
    discoveryQuery: z.looseObject({ tags: z.record(z.string(), z.unknown()), technologies: z.array(z.string()) }),
    discoveredResources: z.record(z.string(), z.array(z.string())).meta({ description: "ids by technology" }),
    resources: z.array(foundSchema),
    others: z.array(z.string()).meta({ description: "ARNs that no technology can do anything with" }),
    waves: z.array(z.record(z.string(), z.unknown())).meta({ description: "waves by DR-Wave, as a plan document writes them" }),
    withoutWave: z.array(z.string()),
    partial: z.boolean(),
    targets,
  })
  .meta({ id: "DiscoveredResources" });

/** Tags that are in use. */
const tagsInUseSchema = z
  .looseObject({
    tags: z.record(z.string(), z.array(z.looseObject({ value: z.string(), resources: z.number() }))),
    partial: z.boolean(),
    targets,
  })
  .meta({ id: "TagsInUse" });

/** What is wrong with tags. */
const tagFindingsSchema = z
  .looseObject({
    valid: z.boolean().meta({ description: "no error was found; warnings do not count" }),
    findings: z.array(
      z.looseObject({ code: z.string(), severity: z.enum(["error", "warning"]), resource: z.string(), message: z.string() }),
    ),
    total: z.number(),
    partial: z.boolean(),
    targets,
  })
  .meta({ id: "TagFindings" });

const PROBLEMS = ["registry.unavailable", "discovery.unavailable"] as const;

/** `/discovery/resources`, `/discovery/tags` and `/discovery/validate` */
export const discoveryRows = {
  discoverResources: defineRoute({
    method: "POST",
    path: "/discovery/resources",
    tag: "discovery",
    summary: "Find resources by tags, over all accounts and Regions",
    description: "Nothing is changed. Tags come down from cluster, stack, VPC and account; each value says where it came from.",
    access: "discovery.read",
    rate: "heavy",
    query: noQuery,
    body: discoverBody,
    examples: [{ summary: "The application tier", value: { tags: { Environment: "production", "DR-Tier": "application" } } }],
    answers: { 200: { description: "What was found, by technology", body: discoveredSchema } },
    problems: [...PROBLEMS, "technology.not_found"],
  }),
  listTags: defineRoute({
    method: "GET",
    path: "/discovery/tags",
    tag: "discovery",
    summary: "List the tags that are in use",
    access: "discovery.read",
    rate: "heavy",
    query: noQuery,
    answers: { 200: { description: "Keys with their values, and how many resources have each", body: tagsInUseSchema } },
    problems: [...PROBLEMS],
  }),
  validateTags: defineRoute({
    method: "POST",
    path: "/discovery/validate",
    tag: "discovery",
    summary: "Find missing, misspelt and contradictory tags, and tags that no plan knows",
    access: "discovery.read",
    rate: "heavy",
    query: noQuery,
    body: validateBody,
    examples: [{ summary: "The usual keys", value: {} }],
    answers: { 200: { description: "The findings", body: tagFindingsSchema } },
    problems: [...PROBLEMS],
  }),
};
