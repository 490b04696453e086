// What the documentation shows works: the plans parse, the tutorial runs.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { toRegistryEntry } from "@dr/adapter-kit";
import { toTechnologyRegistry } from "@dr/domain/technologies";
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

/** The commands of a page in a folder of their own, with the programs that the package scripts name and ports of the test's own. Whatever still runs ends with it. */
async function runPage(file: string, readyFiles: readonly string[]): Promise<string> {
  const port = 20_000 + (process.pid % 20_000);
  const folder = mkdtempSync(join(tmpdir(), "dr-page-"));
  symlinkSync(join(root, "plans"), join(folder, "plans"));
  symlinkSync(join(root, "e2e/node_modules"), join(folder, "node_modules"));
  const node = `${process.execPath} --disable-warning=ExperimentalWarning`;
  const script = snippets(file, "sh")
    .join("\n")
    .replaceAll("npx -y pnpm@12 install\n", "")
    .replaceAll(/^npm install .*\n/gm, "")
    .replaceAll("npx -y pnpm@12 --silent dev", `${node} ${join(root, "local/src/main.ts")}`)
    .replaceAll("npx -y pnpm@12 --silent dr", `${node} ${join(root, "packages/cli/src/main.ts")}`)
    .replaceAll("4100", String(port))
    .replaceAll("4101", String(port + 1));
  let ended = (): boolean => false;
  try {
    writeFileSync(join(folder, "page.sh"), script);
    // A group of its own: what the page starts ends with it, also when a command of it fails.
    const running = run("setsid", ["bash", "-e", "page.sh"], { cwd: folder, timeout: 230_000 });
    ended = () => process.kill(-(running.child.pid ?? 0), "SIGKILL");
    return (await running).stdout;
  } finally {
    try {
      ended();
    } catch {
      // Nobody is left.
    }
    for (const ready of readyFiles) {
      const kill = `kill -9 "$(node -p "JSON.parse(fs.readFileSync('${ready}')).pid")"`;
      await run("bash", ["-c", kill], { cwd: folder }).catch(() => undefined);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe("docs/tutorial/first-recovery.md", () => {
  it("runs as it stands, kill included", { timeout: 240_000 }, async () => {
    const stdout = await runPage("docs/tutorial/first-recovery.md", ["ready.json"]);
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
  });
});

describe("docs/how-to/run-two-regions.md", () => {
  it(
    "runs as it stands: the Region that leads is killed, the other one finishes, and the first one leads again",
    { timeout: 240_000 },
    async () => {
      const stdout = await runPage("docs/how-to/run-two-regions.md", ["east.json", "west.json"]);
      const lines = stdout.trim().split("\n");
      expect([lines[0], lines.at(-1)]).toEqual(["us-east-1", "us-east-1"]);
      expect(lines).toContain("FailoverDBCluster FailoverDBCluster");
      expect(stdout).toContain("signature verified");
    },
  );
});

describe("docs/how-to/connect-people.md", () => {
  it("runs as it stands: each channel is told, and the incident is resolved", { timeout: 240_000 }, async () => {
    const stdout = await runPage("docs/how-to/connect-people.md", ["ready.json"]);
    const [slack, pagerduty, ...mails] = stdout.trim().split("\n");
    expect(slack?.endsWith("update")).toBe(true);
    expect(pagerduty?.split(" ").filter((kind) => kind !== "change")).toEqual(["trigger", "resolve"]);
    expect(
      mails.filter((line) => line.startsWith("on-call@example.com: people exec-")).map((line) => line.split(": ")[2]?.split(" ")[0]),
    ).toEqual(["Started", "Paused", "Completed"]);
    expect(mails.slice(-5, -1)).toEqual(["true", "callback.bad_signature", "true", "rita in Slack, by U0RITA"]);
    expect(
      mails
        .at(-1)
        ?.split(",")
        .filter((line) => line.startsWith("connectors.")),
    ).toEqual(["email", "pagerduty", "slack", "sns", "teams"].map((name) => `connectors.${name} active well`));
  });
});

describe("docs/how-to/connect-change-tickets.md", () => {
  it(
    "runs as it stands: an edited change approves nothing, a good one does, and one that names a plan starts it",
    { timeout: 240_000 },
    async () => {
      const stdout = await runPage("docs/how-to/connect-change-tickets.md", ["ready.json"]);
      expect(stdout).toMatch(
        /^\[dr-binding execution=exec-\S+ pause=\S+ planHash=[0-9a-f]{64} manifestHash=[0-9a-f]{64} mode=planned expiresAt=\S+\]$/m,
      );
      const lines = stdout.trim().split("\n");
      expect(lines[0]).toBe("change");
      expect(lines).toContain("paused");
      expect(stdout).toMatch(/^Told the DR orchestrator: approve of DRRecoveryManager\/rita recorded; change CHG\d+ approved recorded/m);
      expect(lines.at(-1)).toBe("1");
    },
  );
});

describe("docs/how-to/connect-audit.md", () => {
  it("runs as it stands: a witness outside agrees with the export, and tells when it was written anew", { timeout: 240_000 }, async () => {
    const stdout = await runPage("docs/how-to/connect-audit.md", ["ready.json"]);
    expect(stdout.match(/a witness agrees with \d\d records/g)).toHaveLength(3);
    expect(stdout).toContain("cancelExecution auth.forbidden");
    expect(stdout).toContain("(witness.differs)");
  });
});

describe("docs/how-to/connect-monitoring.md", () => {
  it("runs as it stands: figures while it runs, and a trace at the end", { timeout: 240_000 }, async () => {
    const stdout = await runPage("docs/how-to/connect-monitoring.md", ["ready.json"]);
    expect(stdout.trim().split("\n")).toEqual([
      "dr.execution.started dr.wave.duration dr.execution.ended dr.execution.duration",
      "recovery of watched, wave 1 Wave 1, database w1-database",
    ]);
  });
});

describe("docs/how-to/receive-webhooks.md", () => {
  it("runs as it stands: every event once, whatever is sent again, and a new secret signs", { timeout: 240_000 }, async () => {
    const stdout = await runPage("docs/how-to/receive-webhooks.md", ["ready.json"]);
    const [events, health, last, ...rest] = stdout.trim().split("\n");
    expect(Number(events)).toBeGreaterThan(8);
    expect([health, last, ...rest]).toEqual(["well", "ExecutionCompleted", "1", "true", "0"]);
  });
});
