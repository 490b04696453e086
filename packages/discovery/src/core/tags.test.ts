/** Filters on tags: AND, OR, wildcards. */
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { matchesFilters, matchesPattern } from "./tags.ts";

test.each([
  [{ Tier: "db" }, true],
  [{ Tier: "db", Env: "prod" }, true],
  [{ Tier: ["web", "db"], Env: "prod" }, true],
  [{ Tier: "db", Env: "test" }, false],
  [{ Tier: "DB" }, false],
  [{ Missing: "*" }, false],
  [{ Env: "*" }, true],
  [{ Tier: "d?" }, true],
  [{ Env: "pr*d" }, true],
  [{ Tier: [] }, false],
  [{ toString: "*" }, false],
  [{}, true],
])("%j fits {Tier: db, Env: prod}: %s", (filters, fits) => {
  expect(matchesFilters({ Tier: "db", Env: "prod" }, filters)).toBe(fits);
});

describe("patterns", () => {
  test.each([
    ["", "", true],
    ["", "*", true],
    ["", "?", false],
    ["a*b", "a\\*b", true],
    ["axb", "a\\*b", false],
    ["a\\", "a\\", true],
    ["abcabd", "*abd", true],
    ["abcabd", "a*b?", true],
    ["𝒳y", "?y", true],
  ])("%j against %j: %s", (text, pattern, fits) => {
    expect(matchesPattern(text, pattern)).toBe(fits);
  });

  it("agree with a regular expression, whatever they are", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "."), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (text, pattern) => {
        const source = pattern.replaceAll(/[.]/g, "\\$&").replaceAll("*", "[^]*").replaceAll("?", "[^]");
        expect(matchesPattern(text, pattern)).toBe(new RegExp(`^(?:${source})$`).test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
