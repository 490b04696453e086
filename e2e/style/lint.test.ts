// The linter's silence is worth something only if it sees planted bugs, the type-aware ones above all.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./repository.ts";

const planted: readonly (readonly [path: string, text: string, rules: readonly string[]])[] = [
  ["services/api/src/clean.ts", "export const one = 1;\n", []],
  [
    "services/api/src/lost-promise.ts",
    "export async function f(): Promise<void> {\n  await f();\n  f();\n}\n",
    ["typescript(no-floating-promises)"],
  ],
  [
    "services/api/src/lost-in-loop.ts",
    "export const f = (ids: readonly string[], send: (id: string) => Promise<void>): void => ids.forEach(async (id) => {\n  await send(id);\n});\n",
    ["typescript(no-misused-promises)"],
  ],
  [
    "services/api/src/open-switch.ts",
    'export function f(s: "a" | "b"): number {\n  switch (s) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n',
    ["typescript(switch-exhaustiveness-check)"],
  ],
  ["services/api/src/any.ts", "export const f = (x: any): unknown => [x];\n", ["typescript(no-explicit-any)"]],
  [
    "services/api/src/unparsed.ts",
    "export const f = (s: string): string => JSON.parse(s).id;\n",
    ["typescript(no-unsafe-member-access)", "typescript(no-unsafe-return)"],
  ],
  ["services/api/src/unused.ts", "const gone = 1;\nexport const one = 1;\n", ["eslint(no-unused-vars)"]],
  ["services/api/src/default-export.ts", "export default 1;\n", ["import(no-default-export)"]],
  ["services/api/src/env.ts", 'export const region = process.env["AWS_REGION"];\n', ["node(no-process-env)"]],
  ["services/api/src/long.ts", `export const one = 1;\n${"// more\n".repeat(300)}`, ["eslint(max-lines)"]],
  ["services/api/src/many.ts", "export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;\n", ["eslint(max-params)"]],
  ["packages/domain/src/clock.ts", "export const now = (): number => Date.now();\n", ["eslint(no-restricted-properties)"]],
  ["packages/events/src/random.ts", "export const id = (): string => crypto.randomUUID();\n", ["eslint(no-restricted-globals)"]],
  [
    "packages/domain/src/only.test.ts",
    'import { expect, test } from "vitest";\ntest.only("x", () => {\n  expect(1).toBe(1);\n});\n',
    ["vitest(no-focused-tests)"],
  ],
  ["packages/domain/src/mute.test.ts", 'import { test } from "vitest";\ntest("x", () => {});\n', ["vitest(expect-expect)"]],
];

interface LintOutput {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

/** Lints the planted files with the repository's rules. */
function lintPlanted(): LintOutput["diagnostics"] {
  const root = mkdtempSync(join(tmpdir(), "dr-lint-"));
  try {
    for (const name of [".oxlintrc.json", "tsconfig.json", "package.json"]) copyFileSync(join(repository, name), join(root, name));
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    for (const [path, text] of planted) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { diagnostics } = JSON.parse(runLint(root)) as LintOutput;
    return diagnostics;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The linter ends with exit code 1 when it finds something, which is what we want of it here. */
function runLint(cwd: string): string {
  try {
    return execFileSync(join(repository, "node_modules/.bin/oxlint"), ["--format=json", "packages", "services"], { cwd, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
    throw error;
  }
}

test("each planted bug is found by its rule, and nothing else is", { timeout: 60_000 }, () => {
  const diagnostics = lintPlanted();
  const rulesFor = (path: string): readonly string[] =>
    diagnostics
      .filter(({ filename }) => filename === path)
      .map(({ code }) => code)
      .toSorted();
  expect(planted.map(([path]) => [path, rulesFor(path)])).toEqual(planted.map(([path, , rules]) => [path, rules]));
});
