/** IPv4 blocks: what lies in what. */
import { canonicalRange } from "./peer.ts";

/** A block: its first address as a number, and how many bits are fixed. */
export interface Cidr {
  readonly first: number;
  readonly bits: number;
}

/** Undefined for what is no block, also where its host bits are not zero. */
export function parseCidr(text: string): Cidr | undefined {
  if (text.includes(":") || canonicalRange(text) !== text) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = text.split(/[./]/).map(Number);
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}

/** Is every address of `inner` in `outer`? */
export function contains(outer: string, inner: string): boolean {
  const [whole, part] = [parseCidr(outer), parseCidr(inner)];
  if (!whole || !part) return false;
  return part.first >= whole.first && part.first + sizeOf(part.bits) <= whole.first + sizeOf(whole.bits);
}

/** Do any two of them share an address? Blocks are nested or apart. */
export function overlap(all: readonly string[]): boolean {
  return all.some((one, index) => all.slice(index + 1).some((other) => contains(one, other) || contains(other, one)));
}

function sizeOf(bits: number): number {
  return 2 ** (32 - bits);
}
