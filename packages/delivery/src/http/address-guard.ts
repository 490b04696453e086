/** Which addresses a receiver may have: the public Internet, and nothing that only we can reach. */
import ipaddr from "ipaddr.js";

/** Public by the registries, and yet a cloud's own metadata service (Azure documentation, "What is IP address 168.63.129.16"). */
const ALWAYS_DENIED = ["168.63.129.16"];

/** Which addresses may be connected to. */
export interface AddressGuard {
  /** True for a literal address that may be connected to; false for anything else, names included. */
  readonly isAllowed: (address: string) => boolean;
}

/** What to deny beyond everything that is not public (our API's and NAT's own addresses), and what to allow all the same (loopback, on one machine). */
export interface AddressGuardOptions {
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
}

/** A guard. Mapped and embedded forms (`::ffff:a9fe:a9fe`) count as what they map to; 6to4, Teredo, NAT64 and every reserved range are refused. */
export function createAddressGuard({ deny = [], allow = [] }: AddressGuardOptions = {}): AddressGuard {
  const denied = new Set([...ALWAYS_DENIED, ...deny].map(normalise));
  const allowed = new Set(allow.map(normalise));
  return {
    isAllowed: (address) => {
      const plain = normalise(address);
      if (allowed.has(plain)) return true;
      return ipaddr.isValid(plain) && ipaddr.process(plain).range() === "unicast" && !denied.has(plain);
    },
  };
}

function normalise(address: string): string {
  const bare = address.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare;
}
