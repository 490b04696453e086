// The boundary rules are worth something only if a planted violation is seen: this plants one of each kind.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cruise, cruisePlanted } from "./planted-tree.ts";
import { clean, planted } from "./plants.ts";

const repository = join(import.meta.dirname, "../..");
const slow = { timeout: 60_000 };

test("a workspace that keeps the rules is cruised whole and passes", slow, async () => {
  const { files, violations } = await cruisePlanted(clean);
  expect(files).toEqual(
    Object.keys(clean.files)
      .filter((path) => path.endsWith(".ts"))
      .toSorted(),
  );
  expect(violations).toEqual([]);
});

test("each planted import is reported by its rule, and nothing else is", slow, async () => {
  const extra = Object.fromEntries(planted.map(({ path, text }) => [path, text]));
  const { violations } = await cruisePlanted({ ...clean, files: { ...clean.files, ...extra } });
  expect(violations).toEqual(planted.flatMap(({ expected }) => expected).toSorted());
});

test("no rule is without a planted violation", () => {
  const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as { forbidden: { name: string }[] };
  const seen = new Set(planted.flatMap(({ expected }) => expected.map((line) => line.split(":")[0])));
  expect(forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});

test("every TypeScript file of the repository is cruised, so that silence means no violation", slow, async () => {
  const { files } = await cruise(repository, ["packages", "services", "examples", "stacks", "local", "e2e", "bench", "tools"]);
  const tracked = execFileSync("git", ["ls-files", "*.ts"], { cwd: repository, encoding: "utf8" })
    .split("\n")
    .filter((path) => path.includes("/"));
  expect(tracked.length).toBeGreaterThan(0);
  expect(tracked.filter((path) => !files.includes(path))).toEqual([]);
});
