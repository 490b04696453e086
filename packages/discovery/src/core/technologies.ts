/** Which technology can do something with a thing: as the registered operations declare it. */
import type { TechnologyRegistry } from "@dr/domain";
import { declarationsOf, type ResourceKind } from "@dr/events";
import type { FoundResource } from "./select.ts";
import { fillableFields, kindOf } from "../resolve/fields.ts";

/** Kinds of things that operations of a technology take, by technology. */
export type KindsByTechnology = ReadonlyMap<string, readonly ResourceKind[]>;

/** What the operations of the registry take. */
export function kindsByTechnology(registry: TechnologyRegistry): KindsByTechnology {
  return new Map(
    [...registry].map(([technology, { operations }]) => {
      const fields = [...operations.values()].flatMap(({ resourcesSchema }) => {
        const names = declarationsOf(resourcesSchema).names.map((name) => ({ ...name, at: ["resources", ...name.at] }));
        return fillableFields({ names });
      });
      return [technology, [...new Set(fields.flatMap(({ kinds }) => kinds))]];
    }),
  );
}

/** Found things by the technologies that take them (a thing may be of several), and those that none takes. */
export function groupByTechnology(
  found: readonly FoundResource[],
  kinds: KindsByTechnology,
): { readonly groups: ReadonlyMap<string, readonly FoundResource[]>; readonly others: readonly FoundResource[] } {
  const groups = new Map([...kinds].map(([technology, wanted]) => [technology, found.filter(({ arn }) => kindOf(arn, wanted))]));
  const taken = new Set([...groups.values()].flat().map(({ arn }) => arn));
  return { groups, others: found.filter(({ arn }) => !taken.has(arn)) };
}
