// The table of threats: each attack is tried by tests that stand under these very names. That they were run and passed is held by `pnpm check`, after the tests (tests-shown.ts).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stands } from "./named-tests.ts";
import { threatsIn } from "./threats-page.ts";

/** How many attacks each section has at least: one that is dropped has to be dropped here, too. */
const LEAST: Readonly<Record<string, number>> = {
  "Evidence and state": 33,
  "Who leads": 16,
  "The bus and the adapters": 25,
  People: 27,
  "Load and hostile input": 21,
  "One machine": 15,
  "What comes in from others": 2,
};

const threats = threatsIn(readFileSync(join(import.meta.dirname, "../../docs/explanation/threats.md"), "utf8"));

describe("docs/explanation/threats.md", () => {
  it("loses no attack, and tells none twice", () => {
    const counts = Object.groupBy(threats, ({ section }) => section);
    const few = Object.entries(LEAST).filter(([section, least]) => (counts[section]?.length ?? 0) < least);
    expect(few).toEqual([]);
    expect(Object.keys(counts).toSorted()).toEqual(Object.keys(LEAST).toSorted());
    expect(new Set(threats.map(({ attack }) => attack)).size).toBe(threats.length);
  });

  it.each(threats)("$section: $attack", ({ answer, tests }) => {
    expect(answer).not.toBe("");
    const missing = tests.filter((test) => !stands(test)).map(({ file, title }) => `${file} has no test "${title}"`);
    expect(missing).toEqual([]);
  });
});
