import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registry } from "../../test/plans.ts";
import { hostileDocuments } from "../testing/hostile-documents.ts";
import { MAX_EXPANDED_LENGTH, MAX_LEXEMES, MAX_TEXT_LENGTH, MAX_VALUES, MAX_YAML_LENGTH } from "./document-limits.ts";
import { parsePlan } from "./parse-plan.ts";
import { createParseWork, type ParseWork } from "./parse-work.ts";
import type { PlanFormat } from "./source.ts";

/** Reads a document that is no plan; what that cost, and how long the answer is. */
function read(text: string, format: PlanFormat): { readonly work: ParseWork; readonly answer: number; readonly codes: readonly string[] } {
  const work = createParseWork();
  const result = parsePlan(text, { registry, format, work, approverRoles: ["Admin"] });
  if (result.ok) throw new Error(`this is a plan: ${text.slice(0, 80)}`);
  const answer = JSON.stringify([result.problems, result.warnings]).length;
  return { work, answer, codes: result.problems.map(({ code }) => code) };
}

/** The cost that a text of this length may have: linear, and never more than the limits. Aliases may say a text up to the limit. */
function expectLinear({ work, answer }: ReturnType<typeof read>, length: number, hasAliases: boolean): void {
  expect(work.lexemes).toBeLessThanOrEqual(Math.min(2 * length + 10, MAX_LEXEMES + 1));
  // One alias may add a whole value before the limit is seen: twice the limit is the end.
  expect(work.values).toBeLessThanOrEqual(hasAliases ? 2 * MAX_VALUES : Math.min(length + 1, MAX_VALUES + 1));
  expect(work.length).toBeLessThanOrEqual(hasAliases ? 2 * MAX_EXPANDED_LENGTH : length);
  expect(work.hints).toBeLessThanOrEqual(200);
  expect(work.reported).toBeLessThanOrEqual(400);
  expect(answer).toBeLessThanOrEqual(500_000);
}

const isAliased = (text: string): boolean => text.includes("*");

describe("documents that once cost more than they are long", () => {
  const small = hostileDocuments(8000);
  const large = hostileDocuments(50_000);

  test("are at least sixty, of different shapes", () => {
    expect(new Set(small.map(({ text }) => text)).size).toBeGreaterThanOrEqual(60);
  });

  test.each(small.map((document, index) => [document.name, document, large[index] ?? document] as const))("%s", (_, first, second) => {
    for (const { text, format } of [first, second]) expectLinear(read(text, format), text.length, isAliased(text));
  });

  test("the limits are told by their codes", () => {
    const codeOf = (name: string, length: number): string | undefined => {
      const document = hostileDocuments(length).find((candidate) => candidate.name === name);
      return document && read(document.text, document.format).codes[0];
    };
    expect({
      "too long": codeOf("json: line ends", MAX_TEXT_LENGTH + 1),
      "too long for YAML": codeOf("yaml: line ends", MAX_YAML_LENGTH + 1),
      "too deep": codeOf("json: open lists", 1000),
      "too deep for YAML": codeOf("yaml: open maps", 1000),
      "too many values": codeOf("json: empty lists", 3 * MAX_VALUES + 30),
      "too many lines": codeOf("yaml: line ends", MAX_LEXEMES + 2),
      "too many aliases": codeOf("yaml: aliases of a leaf", 10_000),
      "a billion laughs": codeOf("yaml: a billion laughs", 1000),
      "a billion merges": codeOf("yaml: a billion merges", 2000),
      "a long text, many times": codeOf("yaml: a long text, many times", 100_000),
    }).toEqual({
      "too long": "plan.too_large",
      "too long for YAML": "plan.too_large",
      "too deep": "plan.too_deep",
      "too deep for YAML": "plan.too_deep",
      "too many values": "plan.too_many_values",
      "too many lines": "plan.too_many_values",
      "too many aliases": "plan.too_many_aliases",
      "a billion laughs": "plan.too_many_aliases",
      "a billion merges": "plan.too_many_aliases",
      "a long text, many times": "plan.too_many_aliases",
    });
  });

  test("a library that counts its mistakes by the hundred thousand is stopped after twenty", () => {
    for (const name of ["yaml: bad escapes", "yaml: directives"]) {
      const document = large.find((candidate) => candidate.name === name);
      expect(document && read(document.text, "yaml").codes).toEqual(Array(20).fill("plan.malformed_yaml"));
    }
  });

  test("no shape that a search makes of the pieces of JSON and YAML costs more", () => {
    const pieces =
      'a|: |- |? |\n| |[|]|{|}|,|"|\'|#|&a |*a |!x |!!str |>\n|%A|---|...|\\|\t|<<: |a: |"a":|1|null|\r\n|\uD83D|\uFFFF|@|//|/*|~|"waves":|waves:\n- '.split(
        "|",
      );
    const shape = fc.tuple(
      fc.constantFrom("", "a: ", "[", "{", '"', "'", "- ", "a: |\n ", "planId: p\nwaves:\n- ", '{"waves":['),
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }),
      fc.constantFrom<PlanFormat>("json", "yaml", "auto"),
    );
    fc.assert(
      fc.property(shape, ([start, parts, format]) => {
        const text = start + parts.join("").repeat(Math.floor(6000 / parts.join("").length));
        expectLinear(read(text, format), text.length, isAliased(text));
      }),
      { seed: 20_261_128, numRuns: 400 },
    );
  });
});
