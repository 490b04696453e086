import { describe, expect, test } from "vitest";
import { findJsonSyntaxError } from "./json-syntax.ts";
import { parseSource, type PlanFormat } from "./source.ts";

const faultOf = (text: string, format: PlanFormat = "auto"): unknown => {
  const parsed = parseSource(text, format);
  return parsed.ok ? parsed.value : parsed.problems.map(({ code, line, column }) => [code, line, column]);
};

describe("JSON", () => {
  test.each([
    ['{"a": [1, -2.5e3, "x\\n\\u00e9", true, null]}', undefined],
    [" [] ", undefined],
    ['"text"', undefined],
    ['{"a": 1,\n}', 9],
    ['{"a" 1}', 5],
    ["{a: 1}", 1],
    ["[1 2]", 3],
    ["[1,]", 3],
    ["[01]", 2],
    ["{} {}", 3],
    ['{"a": "x', 8],
    ['{"a": "\\x"}', 7],
    ['{"a": tru}', 6],
    ["", 0],
    ["[[[", 3],
  ])("%j breaks at %s", (text, offset) => {
    expect(findJsonSyntaxError(text)?.offset).toBe(offset);
    const accepted = ((): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    })();
    expect(accepted).toBe(offset === undefined);
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
    expect(faultOf(lines.join("\n"))).toEqual([["plan.too_many_aliases", 1, 1]]);
  });

  test("nesting without end is refused, with a few of its many errors", () => {
    const faults = faultOf("[".repeat(100_000), "yaml");
    expect(faults).toHaveLength(20);
  });
});
