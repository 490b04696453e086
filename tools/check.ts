// `pnpm check`: every check in order, whatever the ones before it said, then a table and `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { formatDuration, formatTable, formatTotal, type StepResult } from "./report.ts";
import { countTests } from "./test-counts.ts";

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

/** Runs a command line with the workspace's tools on the path; its output goes straight to ours. */
function run(command: string): Promise<number> {
  const path = `${join(repository, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const child = spawn(command, {
    cwd: repository,
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: path },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

async function runTests(command: string): Promise<{ passed: number; failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), "dr-check-"));
  const report = join(folder, "tests.json");
  try {
    const exitCode = await run(`${command} --reporter=default --reporter=json --outputFile.json=${report}`);
    return countTests(readIfWritten(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readIfWritten(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

async function runCheck(command: string): Promise<{ passed: number; failed: number }> {
  const exitCode = await run(command);
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const scripts = readScripts();
const results: StepResult[] = [];
for (const { name, script } of steps) {
  console.log(`\n== ${name}: ${scripts[script]}`);
  const startedAt = performance.now();
  const counts = await (script === "test" ? runTests(scripts[script]) : runCheck(scripts[script]));
  const result = { name, ...counts, durationMs: performance.now() - startedAt };
  console.log(`== ${name} ${result.failed === 0 ? "passed" : "FAILED"} in ${formatDuration(result.durationMs)}`);
  results.push(result);
}
console.log(`\n${formatTable(results)}\n\n${formatTotal(results)}`);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
