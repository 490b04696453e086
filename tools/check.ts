// `pnpm check`: every check in order, whatever the ones before it said, then a table and `N passed, N failed`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatDuration, formatTable, formatTotal, type StepResult } from "./report.ts";
import { run, runTests } from "./run-tests.ts";
import type { TestCounts } from "./test-counts.ts";

const repository = join(import.meta.dirname, "..");

/** What is announced, and the root script that does it. */
const steps = [
  { name: "format", script: "format" },
  { name: "lint", script: "lint" },
  { name: "types", script: "typecheck" },
  { name: "boundaries", script: "boundaries" },
  { name: "unused code", script: "unused" },
  { name: "tests", script: "test" },
] as const;

type Script = (typeof steps)[number]["script"];

function readScripts(): Record<Script, string> {
  return (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { scripts: Record<Script, string> }).scripts;
}

async function runCheck(command: string): Promise<TestCounts> {
  const exitCode = await run(command);
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Each trap and each threat that we know of is named by a test: it was run, and passed. */
async function checkNamedTests(report: string): Promise<void> {
  await take("named tests", `node --disable-warning=ExperimentalWarning e2e/docs/tests-shown.ts ${report}`, runCheck);
}

async function take(name: string, command: string, how: (command: string) => Promise<TestCounts>): Promise<void> {
  console.log(`\n== ${name}: ${command}`);
  const startedAt = performance.now();
  const counts = await how(command);
  const result = { name, ...counts, durationMs: performance.now() - startedAt };
  console.log(`== ${name} ${result.failed === 0 ? "passed" : "FAILED"} in ${formatDuration(result.durationMs)}`);
  results.push(result);
}

const scripts = readScripts();
const results: StepResult[] = [];
for (const { name, script } of steps) {
  if (script === "test") await take(name, scripts[script], (command) => runTests(command, checkNamedTests));
  else await take(name, scripts[script], runCheck);
}
console.log(`\n${formatTable(results)}\n\n${formatTotal(results)}`);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
