/** The parsed form of one element of a pattern's array. */
import type { HexRange } from "./hex-range.ts";
import type { LeafTest } from "./leaf.ts";

/**
 * - `test`: an ordinary test. `numeric` says that it looks at numbers as numbers, which matters to address tests beside it.
 * - `address`: the value is an IP address in this range.
 * - `absent`: the field is not there; no value can satisfy it.
 */
export type ValueTest =
  | { readonly kind: "test"; readonly test: LeafTest; readonly numeric: boolean }
  | { readonly kind: "address"; readonly range: HexRange }
  | { readonly kind: "absent" };

/** A test that only looks at strings: any other value fails it. */
export function stringTest(test: (text: string) => boolean): ValueTest {
  return { kind: "test", numeric: false, test: (leaf) => typeof leaf === "string" && test(leaf) };
}

/** A test that only looks at numbers which a double can hold: any other value fails it. */
export function numberTest(test: (value: number) => boolean): ValueTest {
  return { kind: "test", numeric: true, test: (leaf) => typeof leaf === "number" && test(leaf) };
}

/** What a field's operand is checked with: where it stands, and which grammar is in force. */
export interface OperandContext {
  readonly path: readonly (string | number)[];
  /** In the older grammar `$or` is an ordinary field name, and anything-but knows fewer operators. */
  readonly grammar: "current" | "legacy";
}
