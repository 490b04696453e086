/** The resources of an inventory that tag filters mean. */
import { createTagReader, valuesOf, type EffectiveTags, type TagLevel } from "./hierarchy.ts";
import type { Inventory, Sighting } from "./inventory.ts";
import { matchesFilters, type TagFilters } from "./tags.ts";

/** A resource that was found, and every tag that counted with its origin. */
export interface FoundResource {
  readonly arn: string;
  readonly tags: EffectiveTags;
  readonly cluster?: string | undefined;
  readonly standsFor?: string | undefined;
}

/** DRS marks its replication servers and what it launches with such keys: copies of a source, tagged like it, and never what somebody means. */
const OF_DRS = /^AWSElasticDisasterRecovery/;

/** Things that only hold others' tags: they are never found themselves. */
const HOLDERS = /^arn:[^:]+:(?:cloudformation:[^:]*:[^:]*:stack\/|ec2:[^:]*:[^:]*:vpc\/)/;

/** A selection over one inventory. Effective tags are read once, however often it is asked. */
export type SelectByTags = (filters: TagFilters) => readonly FoundResource[];

/** Finds resources whose effective tags fit, in the order of their ARNs. */
export function createSelector(inventory: Inventory, inherited?: readonly string[]): SelectByTags {
  const readTags = createTagReader(inventory, inherited);
  const candidates = inventory.sightings
    .filter(({ arn, tags }) => !HOLDERS.test(arn) && !Object.keys(tags).some((key) => OF_DRS.test(key)))
    .map((sighting) => ({ found: toFound(sighting, readTags(sighting)) }))
    .map(({ found }) => ({ found, values: valuesOf(found.tags) }))
    .toSorted((a, b) => (a.found.arn < b.found.arn ? -1 : 1));
  return (filters) => candidates.filter(({ values }) => matchesFilters(values, filters)).map(({ found }) => found);
}

/** Where the values of these keys came from: `{ "DR-Tier": "stack" }`. */
export function levelsOf({ tags }: Pick<FoundResource, "tags">, keys: readonly string[]): Readonly<Record<string, TagLevel>> {
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(tags, key) && tags[key] ? [[key, tags[key].level]] : [])));
}

function toFound({ arn, cluster, standsFor }: Sighting, tags: EffectiveTags): FoundResource {
  return { arn, tags, ...(cluster === undefined ? {} : { cluster }), ...(standsFor === undefined ? {} : { standsFor }) };
}
