/** What is wrong with tags: missing, misspelt, contradictory; and whether tags and plans know of each other. */
import { nearestName, plainName } from "@dr/events";

import { createTagReader, type EffectiveTags } from "./hierarchy.ts";
import type { Inventory, Sighting } from "./inventory.ts";

/** One thing that somebody should look at. */
export interface TagFinding {
  readonly code:
    | "tag.missing"
    | "tag.misspelt"
    | "tag.unusual_value"
    | "tag.invalid_wave"
    | "tag.contradictory"
    | "tag.two_waves"
    | "tag.in_no_plan"
    | "tag.untagged_in_plan";
  readonly severity: "error" | "warning";
  /** ARN, or the name that a plan writes. */
  readonly resource: string;
  readonly message: string;
  readonly key?: string;
  /** What was probably meant. */
  readonly nearest?: string;
}

/** A resource in a plan: by name, or because its tags fit. */
export interface PlannedResource {
  readonly planId: string;
  readonly waveNumber: number;
  readonly reference: string;
  readonly written: string;
}

/** What tags are held against. */
export interface TagRules {
  /** Keys that everything has to have (or inherit) that takes part. */
  readonly required: readonly string[];
  /** Keys that mean something. */
  readonly known: readonly string[];
  /** Values that a key may have; those that plans ask for, for instance. Keys that are missing here may have any. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** The keys of the platform. */
export const DEFAULT_RULES: TagRules = { required: ["DR-Tier", "DR-Wave"], known: ["DR-Tier", "DR-Wave", "Environment"], values: {} };

/** Compared and planned resources. */
export interface ValidateRequest {
  readonly inventory: Inventory;
  readonly rules: TagRules;
  readonly planned: readonly PlannedResource[];
  /** The reference of an ARN that some operation could act on; undefined for everything else, which is left in peace. */
  readonly referenceOf: (arn: string) => string | undefined;
}

/** All findings, in the order of the resources. Pure. */
export function validateTags({ inventory, rules, planned, referenceOf }: ValidateRequest): readonly TagFinding[] {
  const readTags = createTagReader(inventory);
  const byArn = new Map(inventory.sightings.map((sighting) => [sighting.arn, sighting]));
  const inPlans = new Map<string, PlannedResource[]>();
  for (const each of planned) inPlans.set(each.reference, [...(inPlans.get(each.reference) ?? []), each]);
  const seen = new Set<string>();
  const findings = inventory.sightings.flatMap((sighting) => {
    const reference = referenceOf(sighting.arn);
    const plans = reference === undefined ? [] : (inPlans.get(reference) ?? []);
    const tags = readTags(sighting);
    const cluster = sighting.cluster === undefined ? undefined : byArn.get(sighting.cluster);
    const spelling = misspelt(sighting, rules);
    if (reference === undefined) return spelling;
    seen.add(reference);
    return [
      ...spelling,
      ...missing(sighting.arn, tags, rules),
      ...values(sighting.arn, tags, rules),
      ...contradictions(sighting, cluster, rules),
      ...againstPlans(sighting.arn, tags, plans, rules),
    ];
  });
  const unknown = [...inPlans].flatMap(([reference, [first, ...rest]]) =>
    first && !seen.has(reference) ? [untagged(first.written, [first, ...rest])] : [],
  );
  return [...findings, ...twoWaves(inPlans), ...unknown];
}

/** Keys that are nearly one that means something. */
function misspelt({ arn, tags }: Sighting, { known }: TagRules): readonly TagFinding[] {
  return Object.keys(tags).flatMap((key): TagFinding[] => {
    const nearest = known.includes(key) ? undefined : nearestName(key, known);
    if (nearest === undefined) return [];
    const message = `the tag \`${key}\` does nothing: tag keys compare letter by letter, and \`${nearest}\` is the one that counts`;
    return [{ code: "tag.misspelt", severity: "error", resource: arn, key, nearest, message }];
  });
}

/** Only what has some key of ours takes part: half a set is a mistake, none at all is a decision. */
function missing(arn: string, tags: EffectiveTags, { required }: TagRules): readonly TagFinding[] {
  const absent = required.filter((key) => (tags[key]?.value ?? "") === "");
  if (absent.length === required.length) return [];
  const present = required.filter((key) => !absent.includes(key)).join(", ");
  return absent.map((key) => ({
    code: "tag.missing",
    severity: "error",
    resource: arn,
    key,
    message: `it has ${present} and no \`${key}\`, neither its own nor one of its cluster, stack, VPC or account`,
  }));
}

function values(arn: string, tags: EffectiveTags, rules: TagRules): readonly TagFinding[] {
  const wave = tags["DR-Wave"]?.value ?? "";
  const invalid: TagFinding[] =
    wave === "" || /^[1-9]\d{0,3}$/.test(wave)
      ? []
      : [
          {
            code: "tag.invalid_wave",
            severity: "error",
            resource: arn,
            key: "DR-Wave",
            message: `\`${wave}\` is no wave: expected a whole number from 1 to 9999`,
          },
        ];
  const unusual = Object.entries(rules.values).flatMap(([key, allowed]): TagFinding[] => {
    const value = tags[key]?.value ?? "";
    if (value === "" || allowed.includes(value)) return [];
    const nearest = nearestName(value, allowed);
    const message = `no plan asks for \`${key}\` = \`${value}\`${nearest === undefined ? "" : `: was \`${nearest}\` meant?`}`;
    return [
      {
        code: "tag.unusual_value",
        severity: nearest === undefined ? "warning" : "error",
        resource: arn,
        key,
        message,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ];
  });
  return [...invalid, ...unusual];
}

/** Two spellings of one key with two values, and a member that says something else than its cluster: it fails over with its cluster. */
function contradictions({ arn, tags }: Sighting, cluster: Sighting | undefined, { known }: TagRules): readonly TagFinding[] {
  return known.flatMap((key): TagFinding[] => {
    const spellings = Object.entries(tags).filter(([other]) => plainName(other) === plainName(key));
    const said = [...new Set(spellings.map(([, value]) => value))];
    const [own, above] = [tags[key], cluster?.tags[key]];
    if (said.length > 1) {
      const list = spellings.map(([other, value]) => `${other}=${value}`).join(", ");
      return [{ code: "tag.contradictory", severity: "error", resource: arn, key, message: `it says two things: ${list}` }];
    }
    if (own === undefined || above === undefined || own === above || own === "") return [];
    const message = `it says \`${key}\` = \`${own}\`, its cluster says \`${above}\`, and they can only recover together`;
    return [{ code: "tag.contradictory", severity: "error", resource: arn, key, message }];
  });
}

function againstPlans(arn: string, tags: EffectiveTags, plans: readonly PlannedResource[], { required }: TagRules): readonly TagFinding[] {
  const has = required.some((key) => (tags[key]?.value ?? "") !== "");
  if (has && plans.length === 0)
    return [{ code: "tag.in_no_plan", severity: "warning", resource: arn, message: "it is tagged, and no plan recovers it" }];
  return !has && plans.length > 0 ? [untagged(arn, plans)] : [];
}

function untagged(resource: string, plans: readonly PlannedResource[]): TagFinding {
  const ids = [...new Set(plans.map(({ planId }) => planId))].join(", ");
  return {
    code: "tag.untagged_in_plan",
    severity: "warning",
    resource,
    message: `plan ${ids} recovers it, and it has no DR tag of its own or inherited`,
  };
}

function twoWaves(inPlans: ReadonlyMap<string, readonly PlannedResource[]>): readonly TagFinding[] {
  return [...inPlans.values()].flatMap((places) =>
    Object.entries(Object.groupBy(places, ({ planId }) => planId)).flatMap(([planId, own = []]): TagFinding[] => {
      const waves = [...new Set(own.map(({ waveNumber }) => waveNumber))].toSorted((a, b) => a - b);
      const [first] = own;
      if (waves.length < 2 || !first) return [];
      return [
        {
          code: "tag.two_waves",
          severity: "warning",
          resource: first.written,
          message: `plan ${planId} acts on it in waves ${waves.join(" and ")}`,
        },
      ];
    }),
  );
}

/** Values that plans ask for, by key; keys that some plan asks for by pattern are left out. */
export function valuesAskedFor(
  filters: readonly Readonly<Record<string, string | readonly string[]>>[],
): Readonly<Record<string, readonly string[]>> {
  const asked = new Map<string, Set<string>>();
  const open = new Set<string>();
  for (const [key, wanted] of filters.flatMap((each) => Object.entries(each))) {
    for (const value of [wanted].flat()) {
      if (/[*?\\]/.test(value)) open.add(key);
      else asked.set(key, (asked.get(key) ?? new Set()).add(value));
    }
  }
  return Object.fromEntries([...asked].filter(([key]) => !open.has(key)).map(([key, all]) => [key, [...all].toSorted()]));
}
