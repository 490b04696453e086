/** Semantics beyond the vectors; every expectation here was checked against event-ruler 2.0.1. */
import { describe, expect, it } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

type Case = readonly [pattern: unknown, event: unknown, expected: boolean];

function field(...values: unknown[]): unknown {
  return { a: values };
}

const numbers: Case[] = [
  [field(300), `{"a":3.0e2}`, true],
  [field(300), { a: "300" }, false],
  [field(0), `{"a":-0.0}`, true],
  [`{"a":[9007199254740993]}`, `{"a":9007199254740992}`, false],
  [`{"a":[12345678901234567890]}`, `{"a":12345678901234567890}`, true],
  [`{"a":[1e400]}`, `{"a":1e400}`, true],
  [`{"a":[1e400]}`, `{"a":1E400}`, false],
  [field({ numeric: [">", 1] }), `{"a":12345678901234567890}`, false],
  [field({ "anything-but": 1 }), `{"a":12345678901234567890}`, true],
  [field({ numeric: ["=", 1] }), { a: true }, false],
];

const strings: Case[] = [
  [field({ wildcard: "" }), { a: "" }, true],
  [field({ wildcard: "ab*ba" }), { a: "aba" }, false],
  [field({ wildcard: "*a*a*" }), { a: "xa" }, false],
  [field({ wildcard: String.raw`\\` }), { a: "\\" }, true],
  [field({ suffix: "" }), { a: 1 }, false],
  [field({ suffix: { "equals-ignore-case": "aß" } }), { a: "XASS" }, true],
  [field({ "equals-ignore-case": "ß" }), { a: "SS" }, true],
  [field({ "equals-ignore-case": "ς" }), { a: "Σ" }, true],
  [field({ "equals-ignore-case": "Σ" }), { a: "ς" }, false],
  [field({ "equals-ignore-case": "a.b" }), { a: "axb" }, false],
  [field({ "equals-ignore-case": "é😀" }), { a: "É😀" }, false],
  [field({ exactly: "x" }), { a: "x" }, true],
  [field(true), { a: "true" }, false],
];

const addresses: Case[] = [
  [field("10.0.0.1"), { a: "010.0.0.1" }, true],
  [field("10.0.0.1"), { a: "::ffff:a00:1" }, true],
  [field("::1"), { a: "0:0:0:0:0:0:0:1" }, true],
  [field({ exactly: "::1" }), { a: "0::1" }, false],
  [field("1.2.3.999"), { a: "1.2.3.999" }, true],
  [field("1:2:3:4:5:6:7::8"), { a: "1:2:3:4:5:6:7:0" }, false],
  [field({ cidr: "10.0.0.0/31" }), { a: "10.0.0.1" }, true],
  [field({ cidr: "10.0.0.0/24" }), { a: "10.0.1.0" }, false],
  [field({ cidr: "10.0.0.0/24" }), { a: "a00::" }, true],
  [field({ cidr: "::/0" }), { a: "10.0.0.1" }, true],
  [field({ cidr: "0.0.0.0/0" }), { a: 1 }, true],
  [field({ cidr: "0.0.0.0/0" }, 5), { a: 1 }, false],
];

const anythingBut: Case[] = [
  [field({ "anything-but": "::1" }), { a: "0::1" }, true],
  [field({ "anything-but": { "equals-ignore-case": "" } }), { a: "" }, false],
  [field({ "anything-but": { wildcard: "*" } }), { a: 1 }, true],
  [field({ "anything-but": { prefix: ["a", "b"] } }), { a: "bx" }, false],
  [field({ "anything-but": [1, 2] }), { a: "1" }, true],
  [field({ "anything-but": "x" }), { a: null }, true],
];

const shapes: Case[] = [
  [{ a: { b: ["x"] } }, { "a.b": "x" }, true],
  [{ "a.b": ["x"] }, { a: { b: "x" } }, true],
  [{ "a.": ["x"] }, { a: { "": "x" } }, false],
  [{ xs: { a: [{ exists: false }], b: ["x"] } }, { xs: [{ a: 1 }, { b: "x" }] }, false],
  // Absence is judged by the elements chosen before it, in the order of the names: b comes after a.
  [{ xs: { b: [{ exists: false }], a: ["x"] } }, { xs: [{ b: 1 }, { a: "x" }] }, true],
  [field(null, { exists: false }), {}, true],
  [field({ exists: false }), { a: null }, false],
  [field({ exists: false }), { a: { b: 1 } }, true],
  [{ x: ["1"], y: ["2"] }, { x: ["0", "1"], y: ["2", "3"] }, true],
  [{ xs: { p: ["1"] }, ys: { q: ["2"] } }, { xs: [{ p: "0" }, { p: "1" }], ys: [{ q: "1" }, { q: "2" }] }, true],
  [{ xs: { p: ["1"], q: ["2"] } }, { xs: [[{ p: "1" }], [{ q: "2" }]] }, false],
  [{ a: ["x"], "a.b": ["1"] }, { a: ["x", { b: "1" }] }, true],
  [{ xs: { p: ["1"], q: ["2"] } }, { xs: [[{ p: "0" }, { p: "1", q: "2" }]] }, true],
];

const alternatives: Case[] = [
  [{ a: ["1"], $or: [{ a: ["2"] }, { b: ["3"] }] }, { a: "2" }, true],
  [{ a: ["1"], $or: [{ a: ["2"] }, { b: ["3"] }] }, { a: "2", b: "3" }, true],
  [{ a: ["1"], $or: [{ a: ["2"] }, { b: ["3"] }] }, { a: "1" }, false],
  [{ $or: [{ a: ["2"] }, { b: ["3"] }], a: ["1"] }, { a: "2" }, false],
  [{ $or: [{ a: ["1"], $or: [{ b: ["2"] }, { c: ["3"] }] }, { d: ["4"] }] }, { a: "1", c: "3" }, true],
  [{ $or: { a: ["x"] } }, { $or: { a: "x" } }, true],
  [{ $or: ["x"] }, { $or: "x" }, true],
  [{ $or: [{ prefix: "a" }, { suffix: "b" }] }, { $or: "ab" }, true],
];

describe.each([
  ["numbers", numbers],
  ["strings", strings],
  ["addresses", addresses],
  ["anything-but", anythingBut],
  ["shapes", shapes],
  ["$or", alternatives],
] as const)("%s", (_group, cases) => {
  it.each(cases)("%j on %j is %s", (pattern, event, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });
});

describe("events", () => {
  it.each([[[]], ["[]"], ["{"], [null], [7]])("%j is refused", (event) => {
    expect(() => compilePattern(field("x"))(event)).toThrow(expect.objectContaining({ code: "eventbridge.invalid_event" }));
  });

  it("are refused beyond 1000 levels", () => {
    const nested = `${'{"a":'.repeat(1001)}"x"${"}".repeat(1001)}`;
    expect(() => compilePattern(field("x"))(nested)).toThrow(expect.objectContaining({ code: "eventbridge.invalid_event" }));
  });

  it("with large arrays are matched without trying every combination", () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ p: "1", q: String(index) }));
    const pattern = compilePattern({ xs: { p: ["1"] }, ys: { p: ["1"], q: ["none"] }, zs: ["x"] });
    expect(pattern({ xs: many, ys: many, zs: "x" })).toBe(false);
    const wide = compilePattern(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, [{ prefix: "x" }]])));
    const values = ["x1", "x2", "x3", "x4"];
    expect(wide(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, index === 19 ? ["y"] : values])))).toBe(false);
  });
});
