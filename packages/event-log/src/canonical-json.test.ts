/** Canonical JSON: one text per value, whatever path the value took. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, toStorableJson } from "./canonical-json.ts";

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

it("gives equal text for equal values in another order, and other text for other values", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("takes a storable value as it is, and a stored one again", () => {
  const values = [fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null)];
  const key = fc.string().filter((name) => name !== "__proto__");
  fc.assert(
    fc.property(fc.object({ key, values, maxDepth: 4 }), (value) => {
      const stored = toStorableJson(value);
      expect(stored).toEqual(value);
      expect(canonicalJson(toStorableJson(stored))).toBe(canonicalJson(value));
    }),
  );
});

it.each([
  ["a name that would reach the prototype", JSON.parse('{"a":{"__proto__":1}}'), "$.a.__proto__"],
  ["a function", { a: [() => 1] }, "$.a[0]"],
  ["a hole in a list", { a: [undefined] }, "$.a[0]"],
  ["a big integer", { a: 1n }, "$.a"],
  ["not a number", { a: NaN }, "$.a"],
  ["a number too small for DynamoDB", { a: 1e-200 }, "$.a"],
  ["a map", { a: new Map() }, "$.a"],
])("refuses %s and names its place", (_, value, path) => {
  expect(() => toStorableJson(value)).toThrow(
    expect.objectContaining({ code: "log.invalid_event", details: expect.objectContaining({ path }) }),
  );
});

it("refuses what DynamoDB could not nest", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) });
  expect(toStorableJson(nested(28))).toEqual(nested(28));
  expect(() => toStorableJson(nested(29))).toThrow(expect.objectContaining({ code: "log.invalid_event" }));
});
