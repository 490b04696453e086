// `node e2e/docs/tests-shown.ts <report>`: whether the tests that the pages of traps and threats name were run and passed, by vitest's JSON report.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import process, { argv } from "node:process";
import type { NamedTest } from "./named-tests.ts";
import { threatsIn } from "./threats-page.ts";
import { trapsIn } from "./traps-page.ts";

const repository = join(import.meta.dirname, "../..");
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[];
  }[];
}

/** A title as a source has it, against titles as they were run: `%s`, `$name` and `${EXPRESSION}` stand for what was put there. */
function patternOf(title: string): RegExp {
  const parts = title.split(/%[sdifjo#]|\$[\w.]+|\$\{[^}]*\}/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`(?:^|\\W)${parts.join(".*")}`);
}

/** Suites that others run stand in files that are no tests: their titles count wherever they were run. */
const isTestFile = (file: string): boolean => /\.(?:test|spec)\.ts$/.test(file);

/** Tests that were not run, or did not pass, in these words. */
export function testsNotShown(named: readonly NamedTest[], report: string | undefined): readonly string[] {
  const { testResults } = (report === undefined ? { testResults: [] } : JSON.parse(report)) as Report;
  const passed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "passed")
      .map(({ ancestorTitles, title }) => ({ file: relative(repository, name), titles: [...ancestorTitles, title] })),
  );
  const isShown = ({ file, title }: NamedTest): boolean => {
    const pattern = patternOf(title);
    const ran = isTestFile(file) ? passed.filter((one) => one.file === file) : passed;
    // vitest cuts what a row puts into the title of a group.
    const isCut = (one: string): boolean => one.endsWith("…") && title.startsWith(one.slice(0, -1));
    return ran.some(({ titles }) => titles.some((one) => pattern.test(one) || isCut(one)));
  };
  return named.filter((one) => !isShown(one)).map(({ what, file, title }) => `${what}: no test of ${file} passed as "${title}"`);
}

/** Soak tests run by their own command, faults of the stacks by `pnpm synth`, foreign software by `pnpm interop`: a guard holds that they are there. */
const runsElsewhere = ({ file }: NamedTest): boolean =>
  file.endsWith(".soak.test.ts") || /^(?:stacks\/synth\/checks|e2e\/interop)\//.test(file);

if (import.meta.main) {
  const path = argv[2] ?? "";
  const page = (name: string): string => readFileSync(join(repository, "docs", name), "utf8");
  const named = [...trapsIn(page("reference/traps.md")), ...threatsIn(page("explanation/threats.md")).flatMap(({ tests }) => tests)].filter(
    (one) => !runsElsewhere(one),
  );
  const missing = testsNotShown(named, existsSync(path) ? readFileSync(path, "utf8") : undefined);
  for (const line of missing) console.log(line);
  console.log(`${named.length - missing.length} of ${named.length} tests that pages name were run and passed`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
