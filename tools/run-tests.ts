// Runs command lines of the root, and counts the tests of those that run some.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { countTests, type TestCounts } from "./test-counts.ts";

const repository = join(import.meta.dirname, "..");

/** Runs a command line with the workspace's tools on the path; its output goes straight to ours. */
export function run(command: string): Promise<number> {
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

/** Runs tests by this command line of vitest, and counts them. `look` is given the path of vitest's own report, which may not be there, before that goes. */
export async function runTests(command: string, look?: (report: string) => Promise<void>): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), "dr-check-"));
  const report = join(folder, "tests.json");
  try {
    const exitCode = await run(`${command} --reporter=default --reporter=json --outputFile.json=${report}`);
    await look?.(report);
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
