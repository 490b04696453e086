/** What EventBridge refuses, where it is, and what was expected. */
import { describe, expect, it } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

type Refusal = readonly [pattern: unknown, path: string, expected: string];

const structure: Refusal[] = [
  [{}, "", "at least one field"],
  [[], "", "a JSON object"],
  ["{", "", "a JSON object (Expected property name or '}' in JSON at position 1 (line 1 column 2))"],
  [{ a: "x" }, "a", "an object or an array of values"],
  [{ a: { b: [] } }, "a.b", "at least one value in the array"],
  [{ a: [["x"]] }, "a[0]", "a string, number, true, false, null or match expression"],
  [{ a: ["x", {}] }, "a[1]", "exactly one operator"],
  [{ a: [{ prefix: "a", suffix: "b" }] }, "a[0]", "exactly one operator"],
  [{ detail: {} }, "detail", "at least one field"],
  [Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`f${index}`, ["x"]])), "", "at most 256 fields"],
];

const operands: Refusal[] = [
  [{ a: [{ prefix: 1 }] }, "a[0].prefix", "a string"],
  [{ a: [{ prefix: { suffix: "x" } }] }, "a[0].prefix", "a string or equals-ignore-case"],
  [{ a: [{ suffix: { "equals-ignore-case": 1 } }] }, "a[0].suffix.equals-ignore-case", "a string"],
  [{ a: [{ "equals-ignore-case": ["x"] }] }, "a[0].equals-ignore-case", "a string"],
  [{ a: [{ wildcard: "a**b" }] }, "a[0].wildcard", "no two wildcards in a row (character 1)"],
  [{ a: [{ wildcard: "a\\" }] }, "a[0].wildcard", "'*' or '\\' after the backslash (character 1)"],
  [{ a: [{ exists: "true" }] }, "a[0].exists", "true or false"],
  [{ a: [{ exactly: 1 }] }, "a[0].exactly", "a string"],
  [{ a: [{ cidr: "10.0.0.0" }] }, "a[0].cidr", "a CIDR block with one '/'"],
  [{ a: [{ cidr: "10.0.0.0/32" }] }, "a[0].cidr", "fewer than 32 mask bits for this kind of address"],
  [{ a: [{ cidr: "::1/128" }] }, "a[0].cidr", "fewer than 128 mask bits for this kind of address"],
  [{ a: [{ cidr: "10.0.0.0/-1" }] }, "a[0].cidr", "mask bits that are an integer of 0 or more"],
  [{ a: [{ cidr: "10.0.0.256/8" }] }, "a[0].cidr", "an IPv4 or IPv6 address before the '/'"],
];

const numeric: Refusal[] = [
  [{ a: [{ numeric: "x" }] }, "a[0].numeric", 'an array such as [">", 0]'],
  [{ a: [{ numeric: [] }] }, "a[0].numeric[0]", 'one of "=", "<", "<=", ">", ">="'],
  [{ a: [{ numeric: ["!=", 1] }] }, "a[0].numeric[0]", 'one of "=", "<", "<=", ">", ">="'],
  [{ a: [{ numeric: [">", "1"] }] }, "a[0].numeric[1]", 'a number that a double can hold after ">"'],
  [`{"a":[{"numeric":[">",1e400]}]}`, "a[0].numeric[1]", 'a number that a double can hold after ">"'],
  [{ a: [{ numeric: [">", 1, ">", 2] }] }, "a[0].numeric[2]", '"<" or "<=" to close the range'],
  [{ a: [{ numeric: ["<", 1, ">", 0] }] }, "a[0].numeric[2]", 'nothing after "<" and its number'],
  [{ a: [{ numeric: [">=", 1, "<=", 1] }] }, "a[0].numeric", "a range whose bottom is less than its top"],
  [{ a: [{ numeric: [">", 1, "<", 2, "<"] }] }, "a[0].numeric[4]", "no more than two comparisons"],
];

const anythingBut: Refusal[] = [
  [{ a: [{ "anything-but": ["x", 1] }] }, "a[0].anything-but", "a string, a number, or a list that is all strings or all numbers"],
  [{ a: [{ "anything-but": [] }] }, "a[0].anything-but", "a string, a number, or a list that is all strings or all numbers"],
  [{ a: [{ "anything-but": null }] }, "a[0].anything-but", "a string, a number, or a list that is all strings or all numbers"],
  [{ a: [{ "anything-but": {} }] }, "a[0].anything-but", "one of prefix, suffix, wildcard or equals-ignore-case"],
  [{ a: [{ "anything-but": { cidr: "10.0.0.0/8" } }] }, "a[0].anything-but", "one of prefix, suffix, wildcard or equals-ignore-case"],
  [{ a: [{ "anything-but": { prefix: "" } }] }, "a[0].anything-but.prefix", "a prefix of at least one character"],
  [{ a: [{ "anything-but": { suffix: ["x", 1] } }] }, "a[0].anything-but.suffix", "a string or a list of strings"],
  [{ a: [{ "anything-but": { wildcard: [] } }] }, "a[0].anything-but.wildcard", "at least one string"],
  [{ a: [{ "anything-but": { prefix: { "equals-ignore-case": "x" } } }] }, "a[0].anything-but.prefix", "a string or a list of strings"],
];

const alternatives: Refusal[] = [
  [{ $or: [{ a: ["1"] }] }, "$or", "an array of at least two objects"],
  [{ $or: [{ a: ["1"] }, "x"] }, "$or[1]", "an object"],
  [{ $or: [{ prefix: ["a"] }, { b: ["x"] }] }, "$or[0].prefix", "a field name that is not reserved inside $or"],
  [{ d: { $or: [{ a: ["1"] }, { b: "x" }] } }, "d.$or[1].b", "an object or an array of values"],
];

describe("compilePattern refuses", () => {
  it.each([...structure, ...operands, ...numeric, ...anythingBut, ...alternatives])("%j at %j", (pattern, path, expected) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({
        code: "eventbridge.invalid_pattern",
        message: `Event pattern is not valid${path === "" ? "" : ` at ${path}`}: ${expected}`,
        details: { path, expected },
      }),
    );
  });

  it("an unknown operator, naming the known ones", () => {
    expect(() => compilePattern({ a: [{ foo: "x" }] })).toThrow(
      'at a[0]: an operator (prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr, exactly), not "foo"',
    );
  });

  it("more than 1000 combinations of $or", () => {
    const two = { $or: [{ a: ["1"] }, { b: ["1"] }] };
    const pattern = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`f${index}`, two]));
    expect(() => compilePattern(pattern)).toThrow("at f9.$or: at most 1000 combinations of $or");
  });
});
