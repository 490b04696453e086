/** A bare value in a pattern's array: `["x", 300, true, null]`. */
import { isRawNumber } from "../json/raw-number.ts";
import type { Leaf } from "./leaf.ts";
import { ipToHex } from "./ip-address.ts";
import { numberTest, stringTest } from "./value-test.ts";
import type { ValueTest } from "./value-test.ts";

/**
 * The test for one bare scalar. Numbers compare by value (300 is 3.0e2, `"300"` is not 300). A string that is an IP address matches any
 * spelling of that address. Returns `undefined` for arrays, objects and everything else that is no scalar.
 */
export function toExactTest(value: unknown): ValueTest | undefined {
  if (typeof value === "string") {
    const address = ipToHex(value);
    if (address !== undefined) return { kind: "address", range: { bottom: address, top: address } };
    return stringTest((text) => text === value);
  }
  if (typeof value === "number") return numberTest((number) => number === value);
  if (value === null || typeof value === "boolean") return { kind: "test", numeric: false, test: (leaf: Leaf) => leaf === value };
  if (isRawNumber(value)) {
    const { rawJSON } = value;
    return { kind: "test", numeric: false, test: (leaf) => isRawNumber(leaf) && leaf.rawJSON === rawJSON };
  }
  return undefined;
}
