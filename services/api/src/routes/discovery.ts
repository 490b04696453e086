/** What has which tags, and what is wrong with them. */
import {
  createSelector,
  DEFAULT_RULES,
  groupByTechnology,
  kindOf,
  kindsByTechnology,
  validateTags,
  valuesAskedFor,
  wavesFromTags,
  type FoundResource,
  type Inventory,
  type KindsByTechnology,
} from "@dr/discovery";
import { didYouMean, DrError, nearestName, parseReference } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { plannedResources } from "../discovery/planned-resources.ts";
import type { Handlers } from "../http/route.ts";
import { unknownTechnology } from "../technologies/find-technology.ts";

/** More findings than anybody reads; the count tells how many there are. */
const MAX_FINDINGS = 1_000;

/** A Region that nobody looks at cannot be lost: passed over, it would leave the one that was meant to be asked. */
function refuseElsewhere(lostRegions: readonly string[], regions: readonly string[]): void {
  const errors = lostRegions.flatMap((region, index) => {
    if (regions.includes(region)) return [];
    const message = `nobody looks into ${region}${didYouMean(nearestName(region, regions))}`;
    return [{ path: `lostRegions[${index}]`, code: "invalid_value", message, expected: `one of ${regions.join(", ")}` }];
  });
  if (errors.length > 0) throw new DrError("request.invalid", `${errors.length} invalid value(s) in the body`, { details: { errors } });
}

/** `/discovery/resources`, `/tags` and `/validate`. */
export function discoveryHandlers(deps: ApiDeps): Handlers<"discoverResources" | "listTags" | "validateTags"> {
  const look = async (lostRegions: readonly string[]): Promise<Inventory> => {
    if (!deps.discovery) throw new DrError("discovery.unavailable", "this installation looks into no account", { retryable: false });
    const { collect, targets } = deps.discovery;
    refuseElsewhere(lostRegions, [...new Set(targets.map(({ region }) => region))]);
    return collect({ targets, lostRegions });
  };
  const kinds = async (): Promise<KindsByTechnology> => kindsByTechnology((await deps.technologies.read()).registry);
  return {
    discoverResources: async ({ body: { tags, technologies, lostRegions } }) => {
      const all = await kinds();
      const wanted = technologies ?? [...all.keys()];
      refuseUnknown(wanted, all);
      const chosen = new Map([...all].filter(([technology]) => wanted.includes(technology)));
      const inventory = await look(lostRegions);
      const found = createSelector(inventory)(tags);
      const { groups, others } = groupByTechnology(found, chosen);
      const { waves, withoutWave } = wavesFromTags(found, tags, chosen);
      const used = new Set(others);
      return {
        status: 200,
        body: {
          discoveryQuery: { tags, technologies: wanted },
          discoveredResources: Object.fromEntries(
            [...groups].map(([technology, each]) => [technology, each.map((one) => idOf(one, chosen))]),
          ),
          resources: found.filter((resource) => !used.has(resource)).map(({ arn, tags: effective }) => ({ arn, tags: effective })),
          others: others.map(({ arn }) => arn),
          waves,
          withoutWave: withoutWave.map(({ arn }) => arn),
          ...howRead(inventory),
        },
      };
    },
    listTags: async () => {
      const inventory = await look([]);
      return { status: 200, body: { tags: countTags(inventory), ...howRead(inventory) } };
    },
    validateTags: async ({ body: { required, lostRegions } }) => {
      const [inventory, all] = await Promise.all([look(lostRegions), kinds()]);
      const { planned, filters } = await plannedResources(deps, inventory);
      const usable = [...all.values()].flat();
      const findings = validateTags({
        inventory,
        rules: {
          required: required ?? DEFAULT_RULES.required,
          known: [...new Set([...DEFAULT_RULES.known, ...(required ?? []), ...filters.flatMap(Object.keys)])],
          values: valuesAskedFor(filters),
        },
        planned,
        referenceOf: (arn) => kindOf(arn, usable)?.reference,
      });
      const valid = findings.every(({ severity }) => severity !== "error");
      return { status: 200, body: { valid, findings: findings.slice(0, MAX_FINDINGS), total: findings.length, ...howRead(inventory) } };
    },
  };
}

function refuseUnknown(wanted: readonly string[], all: KindsByTechnology): void {
  const unknown = wanted.find((technology) => !all.has(technology));
  if (unknown !== undefined) throw unknownTechnology(unknown, [...all.keys()]);
}

/** The plain id, as plans name things. */
function idOf({ arn }: FoundResource, kinds: KindsByTechnology): string {
  const reference = kindOf(arn, [...kinds.values()].flat())?.reference;
  return (reference === undefined ? undefined : parseReference(reference)?.id) ?? arn;
}

function howRead({ targets }: Inventory): Pick<Inventory, "targets"> & { readonly partial: boolean } {
  return { targets, partial: targets.some(({ state }) => state === "failed") };
}

/** Tags that people set, with the number of things that have each; the values of a key by how common they are. */
function countTags({ sightings }: Inventory): Record<string, { value: string; resources: number }[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const [key, value] of sightings.flatMap(({ tags }) => Object.entries(tags))) {
    if (key.startsWith("aws:")) continue;
    const values = counts.get(key) ?? new Map<string, number>();
    values.set(value, (values.get(value) ?? 0) + 1);
    counts.set(key, values);
  }
  const byKey = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    byKey.map(([key, values]) => [
      key,
      [...values]
        .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .slice(0, 100)
        .map(([value, resources]) => ({ value, resources })),
    ]),
  );
}
