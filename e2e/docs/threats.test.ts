// The table of threats: every row names tests that exist, and there are as many rows as were promised.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const rows = readFileSync(join(root, "docs/explanation/threats.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:attack|-+) /.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, attack = "", answer = "", tests = ""]) => ({
    attack,
    answer,
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ""),
  }));

describe("docs/explanation/threats.md", () => {
  it("has at least fifty attacks", () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
  });

  it.each(rows)("$attack: says what stops it, and names tests that are there", ({ answer, tests }) => {
    expect(answer).not.toBe("");
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
