/** Tags that come down from what a resource belongs to: nearest first, and every value says where it came from. */
import { parseArn } from "@dr/events";
import type { Inventory, Sighting } from "./inventory.ts";
import { matchesPattern, type Tags } from "./tags.ts";

/** Where a tag can stand, the nearest first. */
export const TAG_LEVELS = ["resource", "cluster", "stack", "vpc", "account"] as const;
/** `resource | cluster | stack | vpc | account`. */
export type TagLevel = (typeof TAG_LEVELS)[number];

/** A value with the place that it came from. `source` is an ARN, or the id of an account. */
export interface EffectiveTag {
  readonly value: string;
  readonly level: TagLevel;
  readonly source: string;
}

/** Tags of a resource by key, its own and inherited ones. */
export type EffectiveTags = Readonly<Record<string, EffectiveTag>>;

/** Keys that are inherited, as patterns; all others count only where they stand. */
export const INHERITED_KEYS: readonly string[] = ["DR-*", "Environment"];

/** AWS puts it on everything that a CloudFormation stack made (CloudFormation user guide, "Resource tags"). */
const STACK_ID = "aws:cloudformation:stack-id";

/** Reads the tags of resources of one inventory. */
export type ReadTags = (sighting: Sighting) => EffectiveTags;

/**
 * A reader of effective tags. A resource's own value counts, the empty one too; else that of its cluster or group, of its stack (or its cluster's),
 * of its VPC (or its cluster's), of its account. `inherited` are patterns of the keys that come down.
 */
export function createTagReader(
  { sightings, accountTags }: Pick<Inventory, "sightings" | "accountTags">,
  inherited: readonly string[] = INHERITED_KEYS,
): ReadTags {
  const known = new Map(sightings.map((sighting) => [sighting.arn, sighting]));
  const isInherited = rememberedTest((key) => inherited.some((pattern) => matchesPattern(key, pattern)));
  const tagsAt = (level: TagLevel, arn: string | undefined): Layer[] => {
    const found = arn === undefined ? undefined : known.get(arn);
    return found ? [{ level, source: found.arn, tags: found.tags }] : [];
  };
  return (sighting) => {
    const cluster = sighting.cluster === undefined ? undefined : known.get(sighting.cluster);
    const account = parseArn(sighting.arn)?.account ?? "";
    const above: readonly Layer[] = [
      ...tagsAt("cluster", sighting.cluster),
      ...tagsAt("stack", sighting.tags[STACK_ID] ?? cluster?.tags[STACK_ID]),
      ...tagsAt("vpc", sighting.vpc ?? cluster?.vpc),
      ...(Object.hasOwn(accountTags, account) ? [{ level: "account" as const, source: account, tags: accountTags[account] ?? {} }] : []),
    ];
    const effective = new Map<string, EffectiveTag>();
    add(effective, { level: "resource", source: sighting.arn, tags: sighting.tags }, () => true);
    for (const layer of above) add(effective, layer, isInherited);
    return Object.fromEntries(effective);
  };
}

/** The bare values. */
export function valuesOf(effective: EffectiveTags): Tags {
  return Object.fromEntries(Object.entries(effective).map(([key, { value }]) => [key, value]));
}

interface Layer {
  readonly level: TagLevel;
  readonly source: string;
  readonly tags: Tags;
}

function add(effective: Map<string, EffectiveTag>, { level, source, tags }: Layer, counts: (key: string) => boolean): void {
  for (const [key, value] of Object.entries(tags)) if (!effective.has(key) && counts(key)) effective.set(key, { value, level, source });
}

/** Few keys, many resources. */
function rememberedTest(test: (key: string) => boolean): (key: string) => boolean {
  const answers = new Map<string, boolean>();
  return (key) => {
    const known = answers.get(key) ?? test(key);
    answers.set(key, known);
    return known;
  };
}
