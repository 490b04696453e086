import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findJsonFault } from "./json-source.ts";
import { parseSource, type PlanFormat } from "./source.ts";

const faultOf = (text: string, format: PlanFormat = "auto"): unknown => {
  const parsed = parseSource(text, format);
  return parsed.ok ? parsed.value : parsed.problems.map(({ code, line, column }) => [code, line, column]);
};

const limits = { maxDepth: 1000, maxValues: 100_000 };
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Keys that stand twice are JSON, and nothing that a plan may have. */
const isFine = (text: string): boolean => {
  const code = findJsonFault(text, limits)?.code;
  return code === undefined || code === "duplicate_key";
};

describe("JSON", () => {
  test.each<[string, number?, number?]>([
    ['{"a": [1, -2.5e3, "x\\n\\u00e9", true, null], "b": {}, "c": []}'],
    [" [] "],
    ['"text"'],
    ['{"a": 1,\n}', 2, 1],
    ['{"a" 1}', 1, 6],
    ["{a: 1}", 1, 2],
    ["[1 2]", 1, 4],
    ["[1,]", 1, 4],
    ["[01]", 1, 3],
    ["[}", 1, 2],
    ["{]", 1, 2],
    ['{"a"}', 1, 5],
    ['{"a":}', 1, 6],
    ["{} {}", 1, 4],
    ["[]]", 1, 3],
    ['{"a": "x', 1, 7],
    ['{"a": "\\x"}', 1, 7],
    ['{"a": "\t"}', 1, 7],
    ['{"a": tru}', 1, 7],
    ["", 1, 1],
    ["[[[", 1, 4],
  ])("%j breaks at line %s, column %s", (text, line, column) => {
    const fault = findJsonFault(text, limits);
    expect([fault?.line, fault?.column]).toEqual([line, column]);
    expect(isJson(text)).toBe(line === undefined);
  });

  test("what is JSON to JSON.parse is JSON here, however it is mangled", () => {
    const mangled = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "{", "x", "0", ":"));
    fc.assert(
      fc.property(mangled, ([json, at, put]) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + put + json.slice(cut + (put === "" ? 1 : 0));
        expect(isFine(text)).toBe(isJson(text));
      }),
      { numRuns: 500 },
    );
  });

  test("the place of a fault is told by line and column", () => {
    expect(faultOf('{\n  "a": 1,\n  b: 2\n}', "json")).toEqual([["plan.malformed_json", 3, 3]]);
    expect(faultOf('{\n  "a": [1, 2\n', "auto")).toEqual([["plan.malformed_json", 3, 1]]);
  });

  test("a key that stands twice is refused", () => {
    expect(faultOf('{"a": 1,\n "a": 2}')).toEqual([["plan.duplicate_key", 2, 2]]);
  });

  test("a key too long for YAML is fine in JSON", () => {
    const key = "k".repeat(2000);
    expect(faultOf(`{"${key}": 1}`)).toEqual({ [key]: 1 });
  });

  test("a byte order mark is passed over", () => {
    expect(faultOf('\uFEFF{"a": 1}')).toEqual({ a: 1 });
  });
});

describe("YAML", () => {
  test("flow style that is no JSON is YAML", () => {
    expect(faultOf("{a: [1, two]}")).toEqual({ a: [1, "two"] });
  });

  test.each([
    ["a: [1\nb: 2", [["plan.malformed_yaml", 2, 1]]],
    ["a: b: c", [["plan.malformed_yaml", 1, 4]]],
    ["a: 1\nb: 2\na: 3", [["plan.duplicate_key", 3, 1]]],
    ["a: 1\n---\nb: 2", [["plan.malformed_yaml", 2, 1]]],
    ["? [a]\n: 1", [["plan.malformed_yaml", 1, 3]]],
  ])("%j", (text, expected) => {
    expect(faultOf(text)).toEqual(expected);
  });

  test("dates stay text", () => {
    expect(faultOf("a: 2026-11-23")).toEqual({ a: "2026-11-23" });
  });

  test("a billion laughs is refused before it is told", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 10; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    expect(faultOf(lines.join("\n"))).toEqual([["plan.too_many_aliases", 6, 20]]);
  });

  test.each(["[".repeat(100_000), `${"[".repeat(5000)}${"]".repeat(5000)}`])("nesting without end is refused as such", (text) => {
    expect(faultOf(text, "yaml")).toEqual([["plan.too_deep", 1, expect.any(Number)]]);
  });

  test("every refusal says what was expected, in words about the text and not about a library", () => {
    const expectedOf = (text: string) => {
      const parsed = parseSource(text, "yaml");
      return parsed.ok ? [] : parsed.problems.map(({ message, expected }) => [message, expected]);
    };
    expect(expectedOf("a: 1\n---\nb: 2")).toEqual([["a second document begins here", "one document"]]);
    expect(expectedOf("a: 1\na: 2")).toEqual([["Map keys must be unique", "each key once"]]);
    expect(expectedOf("a: b: c")[0]).toEqual(["Nested mappings are not allowed in compact mappings", "YAML 1.2"]);
  });
});
