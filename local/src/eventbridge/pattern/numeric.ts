/** `{"numeric": [">", 0, "<=", 5]}`. */
import { invalidPattern } from "./pattern-error.ts";
import { numberTest } from "./value-test.ts";
import type { OperandContext, ValueTest } from "./value-test.ts";

type Bound = (value: number) => boolean;

function readNumber(terms: readonly unknown[], index: number, { path }: OperandContext): number {
  const value = terms[index];
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw invalidPattern([...path, index], `a number that a double can hold after ${JSON.stringify(terms[index - 1])}`);
  }
  return value;
}

function readUpperBound(terms: readonly unknown[], context: OperandContext): { top: number; below: Bound } {
  const operator = terms[2];
  if (operator !== "<" && operator !== "<=") throw invalidPattern([...context.path, 2], `"<" or "<=" to close the range`);
  const top = readNumber(terms, 3, context);
  return { top, below: operator === "<" ? (value) => value < top : (value) => value <= top };
}

function readLowerBound(terms: readonly unknown[], context: OperandContext): Bound {
  const bottom = readNumber(terms, 1, context);
  const above: Bound = terms[0] === ">" ? (value) => value > bottom : (value) => value >= bottom;
  if (terms.length === 2) return above;
  const { top, below } = readUpperBound(terms, context);
  if (terms.length > 4) throw invalidPattern([...context.path, 4], "no more than two comparisons");
  if (bottom >= top) throw invalidPattern(context.path, "a range whose bottom is less than its top");
  return (value) => above(value) && below(value);
}

function readSingle(terms: readonly unknown[], context: OperandContext): Bound {
  const limit = readNumber(terms, 1, context);
  if (terms.length > 2) throw invalidPattern([...context.path, 2], `nothing after ${JSON.stringify(terms[0])} and its number`);
  if (terms[0] === "=") return (value) => value === limit;
  return terms[0] === "<" ? (value) => value < limit : (value) => value <= limit;
}

/** Reads the operand of `numeric`: one comparison, or a lower and then an upper bound. */
export function parseNumeric(operand: unknown, context: OperandContext): ValueTest {
  if (!Array.isArray(operand)) throw invalidPattern(context.path, 'an array such as [">", 0]');
  switch (operand[0]) {
    case ">":
    case ">=":
      return numberTest(readLowerBound(operand, context));
    case "=":
    case "<":
    case "<=":
      return numberTest(readSingle(operand, context));
    default:
      throw invalidPattern([...context.path, 0], 'one of "=", "<", "<=", ">", ">="');
  }
}
