/** The waves of a plan, as the tags of its resources order them. */
import type { FoundResource } from "../core/select.ts";
import { groupByTechnology, type KindsByTechnology } from "../core/technologies.ts";
import type { TagFilters } from "../core/tags.ts";

/** A wave as a plan document writes it. Its members are found again, by the same tags, whenever the plan is planned. */
export interface TagWave {
  readonly waveNumber: number;
  readonly name: string;
  readonly technologies: readonly { readonly type: string; readonly resources: { readonly tagFilters: TagFilters } }[];
}

/** Waves, and resources whose tag names none: they would silently stay behind. */
export interface TagWaves {
  readonly waves: readonly TagWave[];
  readonly withoutWave: readonly { readonly arn: string; readonly value: string | null }[];
}

/** Says in which wave a resource recovers: a whole number from 1 on. */
export const WAVE_KEY = "DR-Wave";

/** The number that a value of the wave's tag means; undefined for anything but a whole number from 1 to 9999. */
function waveNumberOf(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : undefined;
}

/**
 * Waves by `DR-Wave`, one after the other, with a task for each technology that takes something in them. A resource that no technology takes (the
 * security group of a tagged stack) has no part in it.
 */
export function wavesFromTags(found: readonly FoundResource[], filters: TagFilters, kinds: KindsByTechnology): TagWaves {
  const { others } = groupByTechnology(found, kinds);
  const unused = new Set(others);
  const usable = found.filter((resource) => !unused.has(resource));
  const numbers = [...new Set(usable.flatMap((resource) => waveNumberOf(valueOf(resource)) ?? []))].toSorted((a, b) => a - b);
  const waves = numbers.map((waveNumber) => {
    const members = usable.filter((resource) => waveNumberOf(valueOf(resource)) === waveNumber);
    const types = [...groupByTechnology(members, kinds).groups].flatMap(([type, of]) => (of.length > 0 ? [type] : []));
    const tagFilters = { ...filters, [WAVE_KEY]: String(waveNumber) };
    return { waveNumber, name: `Wave ${waveNumber}`, technologies: types.map((type) => ({ type, resources: { tagFilters } })) };
  });
  const withoutWave = usable
    .filter((resource) => waveNumberOf(valueOf(resource)) === undefined)
    .map((resource) => ({ arn: resource.arn, value: valueOf(resource) ?? null }));
  return { waves, withoutWave };
}

function valueOf({ tags }: FoundResource): string | undefined {
  return Object.hasOwn(tags, WAVE_KEY) ? tags[WAVE_KEY]?.value : undefined;
}
