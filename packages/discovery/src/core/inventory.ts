/** What was seen in accounts and Regions: resources with their own tags and what they belong to. Plain data. */
import type { Failure } from "@dr/events";
import type { Tags } from "./tags.ts";

/** Where one look is taken. */
export interface DiscoveryTarget {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** A thing that one call showed. Several calls may show the same thing: what they say is put together (`joinSightings`). */
export interface Sighting {
  readonly arn: string;
  readonly tags: Tags;
  /** ARN of the cluster, the global database or the group that it is a member of. */
  readonly cluster?: string | undefined;
  readonly vpc?: string | undefined;
  /** ARN of the EC2 instance that a DRS source server replicates. */
  readonly standsFor?: string | undefined;
}

/** How a target was read. */
export type TargetReading = DiscoveryTarget &
  (
    | { readonly state: "read"; readonly asOf: string }
    /** Its Region is declared lost: these are the facts of the last good look. */
    | { readonly state: "snapshot"; readonly asOf: string; readonly ageSeconds: number }
    | { readonly state: "failed"; readonly failure: Failure }
  );

/** Everything that was seen. `accountTags` by account; an account that is missing there has none that could be read. */
export interface Inventory {
  readonly targets: readonly TargetReading[];
  readonly sightings: readonly Sighting[];
  readonly accountTags: Readonly<Record<string, Tags>>;
}

/** One sighting per ARN, in the order of the ARNs: tags put together, the first word on what it belongs to counts. */
export function joinSightings(sightings: readonly Sighting[]): readonly Sighting[] {
  const joined = new Map<string, Sighting>();
  for (const sighting of sightings) {
    const known = joined.get(sighting.arn);
    joined.set(sighting.arn, known === undefined ? sighting : joinTwo(known, sighting));
  }
  return [...joined.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

function joinTwo(first: Sighting, second: Sighting): Sighting {
  return {
    arn: first.arn,
    tags: { ...second.tags, ...first.tags },
    cluster: first.cluster ?? second.cluster,
    vpc: first.vpc ?? second.vpc,
    standsFor: first.standsFor ?? second.standsFor,
  };
}
