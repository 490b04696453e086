/** An object in a pattern's array: `{"prefix": "x"}` and its kin. One key, one operand. */
import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject } from "../json/is-json-object.ts";
import { parseAnythingBut } from "./anything-but.ts";
import { parseCidr } from "./cidr.ts";
import { toIgnoreCaseTest } from "./ignore-case.ts";
import { parseNumeric } from "./numeric.ts";
import { invalidPattern } from "./pattern-error.ts";
import { toWildcardTest } from "./wildcard.ts";
import { stringTest } from "./value-test.ts";
import type { OperandContext, ValueTest } from "./value-test.ts";

type OperandParser = (operand: unknown, context: OperandContext) => ValueTest;

function readString(operand: unknown, { path }: OperandContext): string {
  if (typeof operand !== "string") throw invalidPattern(path, "a string");
  return operand;
}

/** The one key of a match expression and its operand. */
function readOnly(expression: JsonObject, { path }: OperandContext): [operator: string, operand: unknown] {
  const [entry, ...more] = Object.entries(expression);
  if (entry === undefined || more.length > 0) throw invalidPattern(path, "exactly one operator");
  return entry;
}

/** `prefix` and `suffix` take a string, or `{"equals-ignore-case": string}`. */
function affixParser(where: "start" | "end", test: (text: string, affix: string) => boolean): OperandParser {
  return (operand, context) => {
    if (!isJsonObject(operand)) {
      const affix = readString(operand, context);
      return stringTest((text) => test(text, affix));
    }
    const [operator, wanted] = readOnly(operand, context);
    if (operator !== "equals-ignore-case") throw invalidPattern(context.path, "a string or equals-ignore-case");
    return stringTest(toIgnoreCaseTest(readString(wanted, { ...context, path: [...context.path, operator] }), where));
  };
}

function parseExists(operand: unknown, { path }: OperandContext): ValueTest {
  if (typeof operand !== "boolean") throw invalidPattern(path, "true or false");
  return operand ? { kind: "test", numeric: false, test: () => true } : { kind: "absent" };
}

function parseCidrOperand(operand: unknown, context: OperandContext): ValueTest {
  const range = parseCidr(readString(operand, context));
  if ("expected" in range) throw invalidPattern(context.path, range.expected);
  return { kind: "address", range };
}

function parseWildcard(operand: unknown, context: OperandContext): ValueTest {
  const test = toWildcardTest(readString(operand, context));
  if ("expected" in test) throw invalidPattern(context.path, test.expected);
  return stringTest(test);
}

const OPERATORS: ReadonlyMap<string, OperandParser> = new Map<string, OperandParser>([
  ["prefix", affixParser("start", (text, affix) => text.startsWith(affix))],
  ["suffix", affixParser("end", (text, affix) => text.endsWith(affix))],
  ["equals-ignore-case", (operand, context) => stringTest(toIgnoreCaseTest(readString(operand, context), "whole"))],
  ["wildcard", parseWildcard],
  ["anything-but", parseAnythingBut],
  ["numeric", parseNumeric],
  ["exists", parseExists],
  ["cidr", parseCidrOperand],
  [
    "exactly",
    (operand, context) => {
      const wanted = readString(operand, context);
      return stringTest((text) => text === wanted);
    },
  ],
]);

/** Reads `{operator: operand}`. Throws `eventbridge.invalid_pattern` for an unknown operator, several of them, or a wrong operand. */
export function parseMatchExpression(expression: JsonObject, context: OperandContext): ValueTest {
  const [operator, operand] = readOnly(expression, context);
  const parse = OPERATORS.get(operator);
  if (parse === undefined)
    throw invalidPattern(context.path, `an operator (${[...OPERATORS.keys()].join(", ")}), not ${JSON.stringify(operator)}`);
  return parse(operand, { ...context, path: [...context.path, operator] });
}
