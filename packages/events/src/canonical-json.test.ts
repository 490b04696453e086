/** Canonical JSON: one text per value, whatever path the value took. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, toStorable } from "./canonical-json.ts";

const storable = fc.object({
  key: fc.string().filter((name) => name !== "__proto__"),
  values: [
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((n) => (Math.abs(n) < 1e-100 ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
  ],
  maxDepth: 4,
});

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => shuffled(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, shuffled(member)]),
  );
};

it("orders members by code unit and leaves out what is undefined", () => {
  expect(canonicalJson({ b: 1, a: [true, null, { z: "é", y: undefined }], A: -0.5 })).toBe('{"A":-0.5,"a":[true,null,{"z":"é"}],"b":1}');
});

it("gives equal text for equal values in another order", () => {
  fc.assert(
    fc.property(storable, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(shuffled(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

it("gives other text for other values, even where only UTF-8 would make them equal", () => {
  expect(canonicalJson("\ud83d")).not.toBe(canonicalJson("\ufffd"));
  expect(canonicalJson("1")).not.toBe(canonicalJson(1));
  expect(canonicalJson({})).not.toBe(canonicalJson([]));
});

it("orders names that look like numbers as text, too", () => {
  expect(canonicalJson({ b: 1, 10: 2, 9: { 2: 1, 11: 2 }, a: '"9":' })).toBe('{"10":2,"9":{"11":2,"2":1},"a":"\\"9\\":","b":1}');
});

it("mends text that UTF-8 cannot hold, in names too, and leaves the rest alone", () => {
  const mended = { "k\ufffd": ["cut \ufffd", "whole 🚨", "a \\ud83d in words"] };
  expect(toStorable({ "k\ud83d": ["cut \ud83d", "whole 🚨", "a \\ud83d in words"] })).toEqual({
    value: mended,
    text: canonicalJson(mended),
  });
});

it("copies what it takes: a later change of the original changes nothing", () => {
  const original = { b: [{ c: 1 }], a: -0, gone: undefined };
  const storable = toStorable(original);
  original.b[0]!.c = 2;
  expect(storable).toEqual({ value: { a: 0, b: [{ c: 1 }] }, text: '{"a":0,"b":[{"c":1}]}' });
});

it.each([
  ["a name that would reach the prototype", JSON.parse('{"a":{"__proto__":1}}'), "$.a.__proto__"],
  ["a function", { a: [() => 1] }, "$.a[0]"],
  ["a hole in a list", { a: [1, undefined] }, "$.a[1]"],
  ["a big integer", { b: 1, a: 1n }, "$.a"],
  ["not a number", { a: NaN }, "$.a"],
  ["a number too small for DynamoDB", { a: 1e-200 }, "$.a"],
  ["a map", { a: new Map() }, "$.a"],
])("refuses %s and names its place", (_, value, path) => {
  expect(() => canonicalJson(value)).toThrow(
    expect.objectContaining({ code: "log.invalid_event", details: expect.objectContaining({ path }) }),
  );
});

it("refuses what DynamoDB could not nest", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) });
  expect(JSON.parse(canonicalJson(nested(28)))).toEqual(nested(28));
  expect(() => canonicalJson(nested(29))).toThrow(
    expect.objectContaining({ code: "log.invalid_event", message: expect.stringContaining("28 levels") }),
  );
});
