/** Ranges of addresses as EC2 keeps them. */
import { isIPv4, isIPv6 } from "node:net";

const BITS = { 4: 32, 6: 128 } as const;

/**
 * An IPv4 or IPv6 range in the form in which EC2 keeps it: host bits zero, IPv6 in its short spelling (EC2 API reference, IpRange: "canonicalizes"). Undefined
 * for what is no range.
 */
export function canonicalRange(written: string): string | undefined {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(written) ?? [];
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes("%") ? 6 : undefined;
  if (family === undefined || Number(prefix) > BITS[family]) return undefined;
  const host = BigInt(BITS[family] - Number(prefix));
  const first = ((family === 4 ? numberOf(address.split(".").map(Number), 8n) : numberOf(groupsOf(address), 16n)) >> host) << host;
  const text = family === 4 ? partsOf(first, 4, 8n).join(".") : shortest(partsOf(first, 8, 16n));
  return `${text}/${Number(prefix)}`;
}

function numberOf(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n);
}

function partsOf(value: bigint, count: number, bits: bigint): readonly number[] {
  return Array.from({ length: count }, (_, index) => Number((value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)));
}

/** The eight groups of an IPv6 address: the URL parser knows all of its spellings. */
function groupsOf(address: string): readonly number[] {
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = short.split("::");
  const read = (text: string): number[] => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [read(before), read(after ?? "")];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function shortest(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(1, -1);
}
