/** Runs tests of the adapters and notes what they saw, in one file for each adapter. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { CoverageLine } from "@dr/adapter-kit/testing";
import { coveragePath, readCoverage, root } from "./adapters.ts";
import type { Covered } from "./matrix.ts";

const PROJECTS = ["unit", "engine", "conformance"].flatMap((project) => ["--project", project]);
/** What the kit says when there was none: nothing that is seen of an operation. */
const NO_ANSWER = /^task\.(?:timed_out|cancelled|superseded|unknown_original)$/;

/** Runs the tests at these paths; what others saw before is kept as long as their files exist. Throws where a test fails. */
export function record(paths: readonly string[], services: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "dr-coverage-"));
  try {
    execFileSync("pnpm", ["exec", "vitest", "run", "--reporter=dot", ...PROJECTS, ...paths], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, DR_COVERAGE: folder },
    });
    const seen = readdirSync(folder).flatMap((file) => readLines(join(folder, file)));
    for (const service of services) writeFileSync(coveragePath(service), toText(merged(service, seen)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readLines(path: string): readonly Covered[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CoverageLine)
    .filter(({ outcome }) => !NO_ANSWER.test(outcome))
    .map(({ operation, phase, executionType, mode, outcome, file }) => ({
      operation,
      phase,
      executionType,
      mode,
      outcome,
      file: relative(root, file),
    }));
}

function merged(service: string, seen: readonly Covered[]): readonly Covered[] {
  const now = seen.filter(({ file }) => file.startsWith(`services/${service}/`));
  const ran = new Set(now.map(({ file }) => file));
  return [...readCoverage(service).filter(({ file }) => !ran.has(file) && existsSync(join(root, file))), ...now];
}

/** Each ending once, in one order, so that a second run changes nothing. */
function toText(lines: readonly Covered[]): string {
  return `[\n${[...new Set(lines.map((line) => JSON.stringify(line)))].toSorted().join(",\n")}\n]\n`;
}
