// The page of traps: each of them is named by a test that is there, under that very name. That the test was run and passed is held by `pnpm check`, after the tests (tests-shown.ts).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stands } from "./named-tests.ts";
import { trapsIn } from "./traps-page.ts";

const root = join(import.meta.dirname, "../..");

/** How many traps each section has at least: one that is dropped has to be dropped here, too. */
const LEAST: Readonly<Record<string, number>> = {
  "DRS itself": 31,
  "The existing DRS solution": 20,
  "File systems": 23,
  "S3 and what leads to it": 15,
  "SQL Server": 15,
  ONTAP: 13,
  Databases: 37,
  Applications: 21,
  Infrastructure: 20,
};

const traps = trapsIn(readFileSync(join(root, "docs/reference/traps.md"), "utf8"));

describe("docs/reference/traps.md", () => {
  it("loses no trap", () => {
    const counts = Object.groupBy(traps, ({ section }) => section);
    const few = Object.entries(LEAST).filter(([section, least]) => (counts[section]?.length ?? 0) < least);
    expect(few).toEqual([]);
    expect(Object.keys(counts).toSorted()).toEqual(Object.keys(LEAST).toSorted());
    expect(new Set(traps.map(({ what }) => what)).size).toBe(traps.length);
  });

  it.each(traps)("$section: $what", (trap) => {
    expect(stands(trap), `${trap.file} has no test "${trap.title}"`).toBe(true);
  });
});
