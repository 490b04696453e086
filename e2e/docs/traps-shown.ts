// `node e2e/docs/traps-shown.ts <report>`: whether the tests that docs/reference/traps.md names were run and passed, by vitest's JSON report.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import process, { argv } from "node:process";
import { trapsIn, type Trap } from "./traps-page.ts";

const repository = join(import.meta.dirname, "../..");
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[];
  }[];
}

/** A title as a source has it, against titles as they were run: `%s` and `$name` stand for what a row put there. */
function patternOf(title: string): RegExp {
  const parts = title.split(/%[sdifjo#]|\$[\w.]+/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`(?:^|\\W)${parts.join(".*")}`);
}

/** Suites that others run stand in files that are no tests: their titles count wherever they were run. */
const isTestFile = (file: string): boolean => /\.(?:test|spec)\.ts$/.test(file);

/** Traps whose test was not run, or did not pass, in these words. */
export function trapsNotShown(traps: readonly Trap[], report: string | undefined): readonly string[] {
  const { testResults } = (report === undefined ? { testResults: [] } : JSON.parse(report)) as Report;
  const passed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "passed")
      .map(({ ancestorTitles, title }) => ({ file: relative(repository, name), titles: [...ancestorTitles, title] })),
  );
  const isShown = ({ file, title }: Trap): boolean => {
    const pattern = patternOf(title);
    const ran = isTestFile(file) ? passed.filter((one) => one.file === file) : passed;
    // vitest cuts what a row puts into the title of a group.
    const isCut = (one: string): boolean => one.endsWith("…") && title.startsWith(one.slice(0, -1));
    return ran.some(({ titles }) => titles.some((one) => pattern.test(one) || isCut(one)));
  };
  return traps.filter((trap) => !isShown(trap)).map(({ file, title, trap }) => `${trap}: no test of ${file} passed as "${title}"`);
}

if (import.meta.main) {
  const path = argv[2] ?? "";
  const traps = trapsIn(readFileSync(join(repository, "docs/reference/traps.md"), "utf8"));
  const missing = trapsNotShown(traps, existsSync(path) ? readFileSync(path, "utf8") : undefined);
  for (const line of missing) console.log(line);
  console.log(`${traps.length - missing.length} of ${traps.length} traps are shown by a test that passed`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
