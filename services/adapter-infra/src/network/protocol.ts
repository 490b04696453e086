/** Protocols and ports of rules as EC2 keeps them. */
import * as z from "zod";

/** A protocol, by name or number. */
export const protocol = () =>
  z
    .string()
    .regex(
      /^(?:tcp|udp|icmp|icmpv6|all|-1|(?:1?\d?\d|2[0-4]\d|25[0-5]))$/i,
      "expected tcp, udp, icmp, icmpv6, a number up to 255, or -1 for all",
    )
    .describe("tcp, udp, icmp, icmpv6, a protocol number, or -1 for all");

/** Numbers that EC2 tells by name (EC2 API reference, IpPermission). */
const NAMES: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };
const WITH_PORTS: ReadonlySet<string> = new Set(["tcp", "udp", "icmp", "icmpv6"]);

/** Protocol and ports. */
export interface Traffic {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/** Whether a protocol's rules are about ports in an order. */
export function hasPorts(written: string): boolean {
  return ["tcp", "udp"].includes(canonicalTraffic({ protocol: written, fromPort: 0, toPort: 0 }).protocol);
}

/** The same traffic in EC2's own words: of any other protocol a rule is about all of it, whatever ports it was given. */
export function canonicalTraffic({ protocol: written, fromPort, toPort }: Traffic): Traffic {
  const known = NAMES[written.toLowerCase()] ?? written.toLowerCase();
  return WITH_PORTS.has(known) ? { protocol: known, fromPort, toPort } : { protocol: known, fromPort: -1, toPort: -1 };
}
