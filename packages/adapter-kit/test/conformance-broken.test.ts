/** The suite itself is tested: adapters that are broken in one way each, and the test that has to say so. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { brokenAdapters, soundAdapters } from "./broken/broken-adapters.ts";

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[];
  }[];
}

/** Titles of the tests that failed, by adapter. Only tests that have to catch something are run: the whole suite is each adapter's own. */
async function failuresByAdapter(): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), "dr-broken-"));
  const file = join(folder, "report.json");
  const names = [...new Set(brokenAdapters.map(({ caughtBy }) => caughtBy))].join("|");
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const config = join(import.meta.dirname, "broken/vitest.config.ts");
  // It ends in failure: that is what it is for.
  await new Promise<void>((resolve) => {
    execFile(process.execPath, [vitest, "run", "--config", config, "-t", names, "--reporter=json", `--outputFile=${file}`], () =>
      resolve(),
    );
  });
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as Report;
  rmSync(folder, { recursive: true });
  const ran = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed");
  const byAdapter = Map.groupBy(ran, ({ ancestorTitles }) => ancestorTitles[0] ?? "");
  return new Map(
    [...byAdapter].map(([name, results]) => [name, results.filter(({ status }) => status === "failed").map(({ title }) => title)]),
  );
}

test("every broken adapter is caught by the test that is meant for it, and sound ones by none", { timeout: 300_000 }, async () => {
  const failures = await failuresByAdapter();
  const seen = brokenAdapters.map(({ fault, caughtBy }) => [
    fault,
    failures.get(fault)?.some((title) => title.startsWith(caughtBy)) ?? false,
  ]);
  expect(seen.filter(([, caught]) => !caught)).toEqual([]);
  expect(soundAdapters.map(({ fault }) => failures.get(fault))).toEqual([[], []]);
  expect(brokenAdapters).toHaveLength(18);
});
