/** `{"cidr": "10.0.0.0/24"}` as a range of addresses. */
import type { HexRange } from "./hex-range.ts";
import { ipToHex } from "./ip-address.ts";

const MASK = /^[+-]?\d+$/;

function toBlock(hex: string, maskBits: number): HexRange {
  const freeBits = BigInt(hex.length * 4 - maskBits);
  const host = (1n << freeBits) - 1n;
  const address = BigInt(`0x${hex}`);
  const toHex = (value: bigint): string => value.toString(16).toUpperCase().padStart(hex.length, "0");
  return { bottom: toHex(address & ~host), top: toHex(address | host) };
}

/**
 * The block of addresses that `text` names, or what was expected instead.
 * A block of one address (`/32`, `/128`) is refused, as AWS refuses it: name the address itself.
 */
export function parseCidr(text: string): HexRange | { readonly expected: string } {
  const [address = "", mask = "", ...more] = text.replace(/\/+$/, "").split("/");
  if (!text.includes("/") || mask === "" || more.length > 0) return { expected: "a CIDR block with one '/'" };
  const maskBits = Number(mask);
  if (!MASK.test(mask) || maskBits < 0) return { expected: "mask bits that are an integer of 0 or more" };
  const hex = ipToHex(address);
  if (hex === undefined) return { expected: "an IPv4 or IPv6 address before the '/'" };
  const bits = hex.length * 4;
  return maskBits < bits ? toBlock(hex, maskBits) : { expected: `fewer than ${bits} mask bits for this kind of address` };
}
