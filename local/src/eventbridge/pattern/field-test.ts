/** All elements of one pattern array, as one question about a field. */
import { isJsonObject } from "../json/is-json-object.ts";
import { isRawNumber } from "../json/raw-number.ts";
import { toExactTest } from "./exact-value.ts";
import { isInHexRange } from "./hex-range.ts";
import type { HexRange } from "./hex-range.ts";
import { ipToHex } from "./ip-address.ts";
import type { Leaf, LeafTest } from "./leaf.ts";
import { parseMatchExpression } from "./match-expression.ts";
import { invalidPattern } from "./pattern-error.ts";
import type { OperandContext, ValueTest } from "./value-test.ts";

/** A field matches if one of its values passes `matches`, or if it may be absent and is. */
export interface FieldTest {
  readonly mayBeAbsent: boolean;
  readonly matches: LeafTest;
}

/**
 * The text whose digits an address test reads. EventBridge's matcher also reads the digits of a bare number that way, unless the field has
 * numeric tests, in which case a number is only ever a number.
 */
function toAddressDigits(leaf: Leaf, hasNumericTest: boolean): string | undefined {
  if (typeof leaf === "string") return ipToHex(leaf);
  if (isRawNumber(leaf)) return leaf.rawJSON;
  return typeof leaf === "number" && !hasNumericTest ? String(leaf) : undefined;
}

function toAddressTest(ranges: readonly HexRange[], hasNumericTest: boolean): LeafTest {
  return (leaf) => {
    const digits = toAddressDigits(leaf, hasNumericTest);
    return digits !== undefined && ranges.some((range) => isInHexRange(digits, range));
  };
}

function combine(tests: readonly ValueTest[]): FieldTest {
  const ranges = tests.flatMap((test) => (test.kind === "address" ? [test.range] : []));
  const ordinary = tests.filter((test) => test.kind === "test");
  const leafTests = ordinary.map(({ test }) => test);
  const hasNumericTest = ordinary.some(({ numeric }) => numeric);
  if (ranges.length > 0) leafTests.push(toAddressTest(ranges, hasNumericTest));
  const [only, ...more] = leafTests;
  return {
    mayBeAbsent: tests.some(({ kind }) => kind === "absent"),
    matches: only !== undefined && more.length === 0 ? only : (leaf) => leafTests.some((test) => test(leaf)),
  };
}

/** Reads a pattern's array. Throws `eventbridge.invalid_pattern` if it is empty or an element is neither a scalar nor a match expression. */
export function parseFieldTest(values: readonly unknown[], context: OperandContext): FieldTest {
  if (values.length === 0) throw invalidPattern(context.path, "at least one value in the array");
  return combine(
    values.map((value, index) => {
      const inner = { ...context, path: [...context.path, index] };
      const test = isJsonObject(value) ? parseMatchExpression(value, inner) : toExactTest(value);
      if (test === undefined) throw invalidPattern(inner.path, "a string, number, true, false, null or match expression");
      return test;
    }),
  );
}
