/** Laws that hold for every pattern and event, each against a one-line model. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "B", "*", "é", "/"), maxLength: 6 });
const scalar = fc.oneof(word, fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(null));
const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet);

function test(expression: unknown, value: unknown): boolean {
  return compilePattern({ a: [expression] })({ a: value });
}

function toBits(octets: readonly number[]): string {
  return octets.map((value) => value.toString(2).padStart(8, "0")).join("");
}

describe("single values", () => {
  it("a wildcard is the regular expression it looks like", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 7 }),
        fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 9 }),
        (units, text) => {
          const wildcard = units.join("").replace(/\*+/g, "*");
          expect(test({ wildcard }, text)).toBe(new RegExp(`^${wildcard.replaceAll("*", ".*")}$`).test(text));
        },
      ),
    );
  });

  it("prefix and suffix are startsWith and endsWith, on strings only", () => {
    fc.assert(
      fc.property(word, scalar, (affix, value) => {
        expect(test({ prefix: affix }, value)).toBe(typeof value === "string" && value.startsWith(affix));
        expect(test({ suffix: affix }, value)).toBe(typeof value === "string" && value.endsWith(affix));
      }),
    );
  });

  it("anything-but is the opposite of its list, on any scalar", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), scalar, (list, value) => {
        expect(test({ "anything-but": list }, value)).toBe(!(list as unknown[]).includes(value));
        expect(test({ "anything-but": { "equals-ignore-case": list } }, value)).toBe(
          !list.some((text) => test({ "equals-ignore-case": text }, value)),
        );
      }),
    );
  });

  it("numeric compares numbers and nothing else", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 3 }), scalar, (bottom, width, value) => {
        const inside = typeof value === "number" && value > bottom && value <= bottom + width;
        expect(test({ numeric: [">", bottom, "<=", bottom + width] }, value)).toBe(inside);
      }),
    );
  });

  it("cidr compares leading bits", () => {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 31 }), (network, host, bits) => {
        const same = toBits(network).slice(0, bits) === toBits(host).slice(0, bits);
        expect(test({ cidr: `${network.join(".")}/${bits}` }, host.join("."))).toBe(same);
      }),
    );
  });
});

describe("whole events", () => {
  const element = fc.record({ p: fc.constantFrom("1", "2"), q: fc.constantFrom("1", "2") }, { requiredKeys: [] });

  it("one element of an array must satisfy all sibling fields", () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 4 }), (xs) => {
        expect(compilePattern({ xs: { p: ["1"], q: ["2"] } })({ xs })).toBe(xs.some(({ p, q }) => p === "1" && q === "2"));
      }),
    );
  });

  it("a list of scalars matches if any of them does", () => {
    fc.assert(
      fc.property(scalar, fc.array(scalar, { maxLength: 4 }), (wanted, values) => {
        expect(test(wanted, values)).toBe((values as unknown[]).includes(wanted));
      }),
    );
  });

  it("exists true and exists false are opposites", () => {
    fc.assert(
      fc.property(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.constant({}), fc.record({ b: scalar })), (value) => {
        expect(test({ exists: true }, value)).toBe(!test({ exists: false }, value));
      }),
    );
  });

  it("$or of distinct fields is any of its branches", () => {
    fc.assert(
      fc.property(scalar, scalar, fc.dictionary(fc.constantFrom("a", "b"), scalar), (left, right, event) => {
        const any = compilePattern({ a: [left] })(event) || compilePattern({ b: [right] })(event);
        expect(compilePattern({ $or: [{ a: [left] }, { b: [right] }] })(event)).toBe(any);
      }),
    );
  });

  it("text and value give the same answer", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), scalar, (json, wanted) => {
        const event = `{"a":${json}}`;
        expect(compilePattern({ a: [wanted] })(event)).toBe(compilePattern({ a: [wanted] })(JSON.parse(event)));
      }),
    );
  });
});
