/** Pairs of failover records in zone Z1, and the health checks that decide between them. */
import type { SeedDocument } from "@dr/estate";

type Route53 = NonNullable<SeedDocument["route53"]>;
type CheckSeed = NonNullable<Route53["healthChecks"]>[number];
/** A record set in the words of the estate's seed. */
export type RecordSeed = NonNullable<NonNullable<Route53["zones"]>[number]["records"]>[number];

/** The check of the primary. */
export const CHECK = "5f0c8b0e-0000-4000-8000-000000000001";
/** The check of the secondary. */
export const OTHER_CHECK = "5f0c8b0e-0000-4000-8000-000000000002";

const shared = { name: "app.example.com", type: "A", ttl: 60 };
/** The primary of `app.example.com`. */
export const primary: RecordSeed = { ...shared, setIdentifier: "east", failover: "PRIMARY", healthCheckId: CHECK, values: ["192.0.2.1"] };
/** The secondary of `app.example.com`. */
export const secondary: RecordSeed = {
  ...shared,
  setIdentifier: "west",
  failover: "SECONDARY",
  healthCheckId: OTHER_CHECK,
  values: ["198.51.100.1"],
};

/** A zone with the pair. `check` and `otherCheck` say what is particular about the two health checks. */
export function pairSeed(
  records: readonly RecordSeed[] = [primary, secondary],
  { check = {}, otherCheck = {} }: { readonly check?: Partial<CheckSeed>; readonly otherCheck?: Partial<CheckSeed> } = {},
): SeedDocument {
  const healthChecks = [
    { id: CHECK, ...check },
    { id: OTHER_CHECK, ...otherCheck },
  ];
  return { route53: { zones: [{ id: "Z1", name: "example.com", records: [...records] }], healthChecks } };
}
