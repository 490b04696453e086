/** `{"anything-but": …}`: the field is there, and its value is none of these. */
import { isJsonObject } from "../json/is-json-object.ts";
import { toIgnoreCaseTest } from "./ignore-case.ts";
import { invalidPattern } from "./pattern-error.ts";
import { toWildcardTest } from "./wildcard.ts";
import type { OperandContext, ValueTest } from "./value-test.ts";

type TextTest = (text: string) => boolean;

/** Values of another type than the listed ones are something else, so they match. */
function noneOf(isExcluded: (leaf: unknown) => boolean, numeric: boolean): ValueTest {
  return { kind: "test", numeric, test: (leaf) => !isExcluded(leaf) };
}

function parseValues(values: readonly unknown[], { path }: OperandContext): ValueTest {
  const numeric = values.every((value) => typeof value === "number" && Number.isFinite(value));
  if (values.length === 0 || (!numeric && !values.every((value) => typeof value === "string"))) {
    throw invalidPattern(path, "a string, a number, or a list that is all strings or all numbers");
  }
  const excluded = new Set(values);
  return noneOf((leaf) => excluded.has(leaf), numeric);
}

function readWildcard(text: string, { path }: OperandContext): TextTest {
  const test = toWildcardTest(text);
  if ("expected" in test) throw invalidPattern(path, test.expected);
  return test;
}

function readAffix(text: string, operator: "prefix" | "suffix", { path }: OperandContext): TextTest {
  if (text === "") throw invalidPattern(path, `a ${operator} of at least one character`);
  return operator === "prefix" ? (value) => value.startsWith(text) : (value) => value.endsWith(text);
}

function readText(text: unknown, operator: string, context: OperandContext): TextTest {
  if (typeof text !== "string") throw invalidPattern(context.path, "a string or a list of strings");
  switch (operator) {
    case "prefix":
    case "suffix":
      return readAffix(text, operator, context);
    case "wildcard":
      return readWildcard(text, context);
    default:
      return toIgnoreCaseTest(text, "whole");
  }
}

function isKnownOperator(operator: string, { grammar }: OperandContext): boolean {
  return ["equals-ignore-case", "prefix", "suffix"].includes(operator) || (operator === "wildcard" && grammar === "current");
}

function parseNested(operand: Readonly<Record<string, unknown>>, context: OperandContext): ValueTest {
  const [operator, ...more] = Object.keys(operand);
  if (operator === undefined || more.length > 0 || !isKnownOperator(operator, context)) {
    throw invalidPattern(context.path, "one of prefix, suffix, wildcard or equals-ignore-case");
  }
  const inner = { ...context, path: [...context.path, operator] };
  const value = operand[operator];
  // The older grammar has lists for equals-ignore-case only.
  const allowsList = context.grammar === "current" || operator === "equals-ignore-case";
  const list = Array.isArray(value) && allowsList ? (value as unknown[]) : [value];
  if (list.length === 0) throw invalidPattern(inner.path, "at least one string");
  const tests = list.map((text) => readText(text, operator, inner));
  return noneOf((leaf) => typeof leaf === "string" && tests.some((test) => test(leaf)), false);
}

/** Reads the operand of `anything-but`: a scalar, a list, or one of the four nested operators with a string or a list of strings. */
export function parseAnythingBut(operand: unknown, context: OperandContext): ValueTest {
  if (isJsonObject(operand)) return parseNested(operand, context);
  return parseValues(Array.isArray(operand) ? operand : [operand], context);
}
