/** Words of the rows of discovery: what has which tags, and what is wrong with them. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import { defineWords } from "./words.ts";

const targets = () =>
  z.array(lazyLooseObject(() => ({ account: z.string(), region: z.string(), state: z.enum(["read", "snapshot", "failed"]) }))).meta({
    description: "accounts and Regions that were looked at; `snapshot` has `asOf` and `ageSeconds`, `failed` has the `failure`",
  });

const foundSchema = lazyLooseObject(() => ({
  arn: z.string(),
  tags: z.record(z.string(), z.looseObject({ value: z.string(), level: z.string(), source: z.string() })).meta({
    description: "each value with the place that it came from",
  }),
}));

/** Found things by technology. */
const discoveredSchema = lazyLooseObject(() => ({
  discoveryQuery: z.looseObject({ tags: z.record(z.string(), z.unknown()), technologies: z.array(z.string()) }),
  discoveredResources: z.record(z.string(), z.array(z.string())).meta({ description: "ids by technology" }),
  resources: z.array(foundSchema),
  others: z.array(z.string()).meta({ description: "ARNs that no technology can do anything with" }),
  waves: z.array(z.record(z.string(), z.unknown())).meta({ description: "waves by DR-Wave, as a plan document writes them" }),
  withoutWave: z.array(z.string()),
  partial: z.boolean(),
  targets: targets(),
})).meta({ id: "DiscoveredResources" });

/** Tags that are in use. */
const tagsInUseSchema = lazyLooseObject(() => ({
  tags: z.record(z.string(), z.array(z.looseObject({ value: z.string(), resources: z.number() }))),
  partial: z.boolean(),
  targets: targets(),
})).meta({ id: "TagsInUse" });

/** What is wrong with tags. */
const tagFindingsSchema = lazyLooseObject(() => ({
  valid: z.boolean().meta({ description: "no error was found; warnings do not count" }),
  findings: z.array(z.looseObject({ code: z.string(), severity: z.enum(["error", "warning"]), resource: z.string(), message: z.string() })),
  total: z.number(),
  partial: z.boolean(),
  targets: targets(),
})).meta({ id: "TagFindings" });

const PROBLEMS = ["registry.unavailable", "discovery.unavailable"] as const;

/** `/discovery/resources`, `/discovery/tags` and `/discovery/validate` */
export const discoveryWords = defineWords({
  discoverResources: {
    tag: "discovery",
    summary: "Find resources by tags, over all accounts and Regions",
    description: "Nothing is changed. Tags come down from cluster, stack, VPC and account; each value says where it came from.",
    examples: [{ summary: "The application tier", value: { tags: { Environment: "production", "DR-Tier": "application" } } }],
    answers: { 200: { description: "What was found, by technology", body: discoveredSchema } },
    problems: [...PROBLEMS, "technology.not_found"],
  },
  listTags: {
    tag: "discovery",
    summary: "List the tags that are in use",
    answers: { 200: { description: "Keys with their values, and how many resources have each", body: tagsInUseSchema } },
    problems: [...PROBLEMS],
  },
  validateTags: {
    tag: "discovery",
    summary: "Find missing, misspelt and contradictory tags, and tags that no plan knows",
    examples: [{ summary: "The usual keys", value: {} }],
    answers: { 200: { description: "The findings", body: tagFindingsSchema } },
    problems: [...PROBLEMS],
  },
});
