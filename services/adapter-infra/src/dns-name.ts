/** Names of DNS, spelled one way. */
import { canonicalDnsName } from "@dr/events";

/** A name as Route 53 lists it: lower case, final dot, special octets as `\ooo`. Any spelling of a name gives the same. */
export const normaliseName = canonicalDnsName;
