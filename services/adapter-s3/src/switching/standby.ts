/** Which origin each behaviour of a distribution is led to: the one that the plan declares, or that of the replica's bucket. */
import { block, refuseWith } from "@dr/adapter-kit";
import type { DistributionFacts, Targets } from "../api/distribution-client.ts";
import type { SwitchConfig } from "../input.ts";

/** A pair of buckets in a direction. */
export interface Pair {
  readonly from: string;
  readonly to: string | null;
}

/** What the choice depends on. */
export interface Side {
  readonly pairs: readonly Pair[];
  readonly fromRegion: string;
  readonly toRegion: string;
  readonly declared: NonNullable<SwitchConfig["standbyOrigins"]>[string] | undefined;
}

/** Targets of all behaviours after the switch. Throws `s3.standby_not_declared`, `s3.no_such_origin`, `s3.distribution_elsewhere`. */
export function standbyTargets(facts: DistributionFacts, side: Side): Targets {
  const targets = Object.fromEntries(
    Object.entries(facts.targets).map(([behaviour, origin]) => [behaviour, standbyOf(facts, origin, side)]),
  );
  const unknown = Object.values(targets).find((origin) => !facts.origins.some(({ id }) => id === origin) && !(origin in facts.groups));
  if (unknown !== undefined) {
    const known = facts.origins.map(({ id }) => id);
    const message = `distribution ${facts.id} has no origin ${unknown}, only ${known.join(", ")}: declare it there before`;
    throw refuseWith(block("s3.no_such_origin", message, { origin: unknown, origins: known }));
  }
  const concerns = Object.entries(facts.targets).some(
    ([behaviour, origin]) => targets[behaviour] !== origin || isOf(facts, origin, side, "to"),
  );
  if (!concerns) {
    const message = `no behaviour of distribution ${facts.id} leads to one of ${side.pairs.map(({ from }) => from).join(", ")} in ${side.fromRegion}: say in standbyOrigins what leads where`;
    throw refuseWith(block("s3.distribution_elsewhere", message, { origins: facts.origins }));
  }
  return targets;
}

/** Where a behaviour is led that leads to this origin now. One that has nothing to do with the buckets stays. */
function standbyOf(facts: DistributionFacts, origin: string, side: Side): string {
  const { declared } = side;
  if (typeof declared === "string") return declared;
  if (declared !== undefined) return declared[origin] ?? origin;
  if (!isOf(facts, origin, side, "from")) return origin;
  const pair = side.pairs.find(({ from }) => bucketsOf(facts, origin).some((domain) => names(domain, from)));
  const inRegion = facts.origins.filter(({ domain }) => s3Host(domain)?.region === side.toRegion);
  const exact = facts.origins.find(({ domain }) => pair?.to != null && names(domain, pair.to));
  const only = inRegion.length === 1 ? inRegion[0] : undefined;
  const found = exact ?? only;
  if (found) return found.id;
  const message = `distribution ${facts.id} has no declared standby for its origin ${origin}: add the replica's bucket in ${side.toRegion} as an origin (with its access control), or name one in standbyOrigins`;
  throw refuseWith(block("s3.standby_not_declared", message, { origin, origins: facts.origins }));
}

/** Does this origin, or a member of this group, lead to a bucket of that side? */
function isOf(facts: DistributionFacts, origin: string, { pairs }: Side, end: "from" | "to"): boolean {
  return bucketsOf(facts, origin).some((domain) => pairs.some((pair) => pair[end] !== null && names(domain, pair[end])));
}

/** Domains behind an origin, or behind the first member of a group: that one takes the requests. */
function bucketsOf({ origins, groups }: DistributionFacts, origin: string): readonly string[] {
  const id = groups[origin]?.[0] ?? origin;
  return origins.filter((one) => one.id === id).map(({ domain }) => domain);
}

/**
 * Hosts of a bucket: `bucket.s3.region…`, as a website, for both versions of IP, with FIPS, and that of old without a Region. A bucket's name may hold
 * dots, and is that of one bucket everywhere.
 */
const S3_HOST =
  /^(?<bucket>[a-z0-9.-]+)\.s3(?:-website|-fips)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/;

function s3Host(domain: string): { readonly bucket: string; readonly region: string | null } | undefined {
  const { bucket, region } = S3_HOST.exec(domain.toLowerCase())?.groups ?? {};
  return bucket === undefined ? undefined : { bucket, region: region ?? null };
}

const names = (domain: string, bucket: string): boolean => s3Host(domain)?.bucket === bucket;
