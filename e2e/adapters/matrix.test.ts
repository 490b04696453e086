// docs/reference/adapters.md says what is so: every operation has its row, every cell a test or a reason, and every test that it names exists.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adapters as deployed } from "@dr/services";
import { expect, test } from "vitest";
import { readAdapters, root } from "./adapters.ts";
import { cellsOf, COLUMNS, type MatrixAdapter } from "./matrix.ts";
import { pagePath, toPage } from "./page.ts";

const adapters = readAdapters();

/** Cells without a test or a reason. */
function problemsOf(adapter: MatrixAdapter): readonly string[] {
  return Object.keys(adapter.operations).flatMap((name) => {
    const cells = cellsOf(adapter, name);
    return COLUMNS.flatMap((column) => {
      const cell = cells[column];
      return "problem" in cell ? [`${adapter.technology}.${name}, ${column}: ${cell.problem}`] : [];
    });
  });
}

test("every adapter that is deployed is in the table, with all its operations", () => {
  expect(adapters.map(({ service, operations }) => [service, Object.keys(operations)])).toEqual(
    deployed.map(({ service, operations }) => [service, operations.map(({ name }) => name)]),
  );
});

test("no cell is empty without a reason", () => {
  expect(adapters.flatMap(problemsOf)).toEqual([]);
});

test("an operation that no test shows is found, cell by cell", () => {
  const [adapter] = adapters;
  const [name = ""] = Object.keys(adapter!.operations);
  const untested = { ...adapter!, coverage: adapter!.coverage.filter(({ operation }) => operation !== name) };
  const found = problemsOf(untested).filter((problem) => problem.startsWith(`${adapter!.technology}.${name},`));
  expect(found.length).toBeGreaterThanOrEqual(3);
});

/** Operations without a row in a conformance suite, and what shows their faults instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {};

test("every operation stands the kit's faults: it has a scenario in a conformance suite", () => {
  const without = adapters.flatMap(({ technology, operations, coverage }) =>
    Object.keys(operations)
      .filter((name) => !coverage.some(({ operation, file }) => operation === name && /\/conformance[^/]*\.test\.ts$/.test(file)))
      .map((name) => `${technology}.${name}`),
  );
  expect(without).toEqual(Object.keys(ELSEWHERE));
});

test("the coverage names operations and tests that exist", () => {
  const wrong = adapters.flatMap(({ service, operations, coverage }) =>
    coverage
      .filter(({ file, operation }) => !(operation in operations) || !existsSync(join(root, file)))
      .map(({ file, operation }) => `${service}: ${operation} in ${file}`),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

test("the page is what `pnpm adapters` makes", () => {
  // The formatter pads tables and sets empty lines, nothing else.
  const plain = (text: string): string =>
    text
      .replaceAll(/ {2,}/g, " ")
      .replaceAll(/-{3,}/g, "---")
      .replaceAll(/\n{2,}/g, "\n");
  expect(plain(readFileSync(pagePath, "utf8"))).toBe(plain(toPage(adapters)));
});
