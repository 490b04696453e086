// The pair of failover record sets behind a name of a plan, and the health check of its primary.
import { plainName } from "./records.ts";
import type { Route53Seed } from "./seed.ts";

type ZoneSeed = NonNullable<Route53Seed["zones"]>[number];
type RecordSeed = NonNullable<ZoneSeed["records"]>[number];
type PairNames = { readonly recordName: string; readonly recordType?: string | undefined };

/** Id of the health check that decides for the pair of a name. */
export const healthCheckOf = (recordName: string): string => `primary-of-${plainName(recordName)}`.slice(0, 64);

// Values from the ranges that RFC 5737, RFC 3849 and RFC 2606 reserve for documentation.
const SITES: Readonly<Record<string, readonly [primary: string, secondary: string]>> = {
  A: ["192.0.2.10", "198.51.100.10"],
  AAAA: ["2001:db8::10", "2001:db8:1::10"],
  CNAME: ["primary.simulated.example.com", "secondary.simulated.example.com"],
};

/** The primary, which answers as long as its health check is healthy, and the secondary; none of a type that no user follows. */
export const failoverPair = ({ recordName, recordType = "A" }: PairNames): readonly RecordSeed[] => {
  const sites = SITES[recordType];
  if (sites === undefined) return [];
  const [primary, secondary] = sites;
  const shared = { name: recordName, type: recordType, ttl: 60 };
  return [
    { ...shared, setIdentifier: "primary", failover: "PRIMARY", healthCheckId: healthCheckOf(recordName), values: [primary] },
    { ...shared, setIdentifier: "secondary", failover: "SECONDARY", values: [secondary] },
  ];
};
