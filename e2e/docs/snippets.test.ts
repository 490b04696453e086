// What the documentation shows works: the plans parse, the tutorial runs.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { toRegistryEntry } from "@dr/adapter-kit";
import { toTechnologyRegistry } from "@dr/domain";
import { parsePlan } from "@dr/domain/parse-plan";
import { adapters } from "@dr/services";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

function snippets(file: string, language: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map((match) => match[1] ?? "");
}

describe("docs/reference/plan-format.md", () => {
  const registry = toTechnologyRegistry(adapters.map((manifest) => toRegistryEntry(manifest)));
  it.each(snippets("docs/reference/plan-format.md", "yaml"))("shows a plan that is accepted without a warning:\n%s", (source) => {
    expect(parsePlan(source, { registry, format: "yaml" })).toMatchObject({ ok: true, warnings: [] });
  });
});

describe("docs/tutorial/first-recovery.md", () => {
  it("runs as it stands, kill included", { timeout: 180_000 }, async () => {
    const port = 20_000 + (process.pid % 20_000);
    const folder = mkdtempSync(join(tmpdir(), "dr-tutorial-"));
    symlinkSync(join(root, "plans"), join(folder, "plans"));
    // Same commands with the program that the package script names, a port and a folder of the test's own.
    const node = `${process.execPath} --disable-warning=ExperimentalWarning`;
    const script = snippets("docs/tutorial/first-recovery.md", "sh")
      .join("\n")
      .replaceAll("npx -y pnpm@12 install\n", "")
      .replaceAll("npx -y pnpm@12 --silent dev", `${node} ${join(root, "local/src/main.ts")}`)
      .replaceAll("npx -y pnpm@12 --silent dr", `${node} ${join(root, "packages/cli/src/main.ts")}`)
      .replaceAll("4100", String(port));
    try {
      writeFileSync(join(folder, "tutorial.sh"), script);
      const { stdout } = await run("bash", ["-e", "tutorial.sh"], { cwd: folder, timeout: 170_000 });
      expect(stdout).toContain("ChangeResourceRecordSets");
      for (const effect of ["FailoverDBCluster", "RebootDBInstance", "StartRecovery", "ChangeResourceRecordSets"]) {
        expect(
          stdout
            .split("\n")
            .find((line) => line.includes("ChangeResourceRecordSets"))
            ?.split(effect).length,
        ).toBe(2);
      }
      expect(stdout).toContain("signature verified");
    } finally {
      await run("bash", ["-c", `kill -9 "$(node -p "JSON.parse(fs.readFileSync('ready.json')).pid")"`], { cwd: folder }).catch(
        () => undefined,
      );
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
