// `dr` as an operator uses it: a plan is saved, a recovery started, approved by somebody else, watched to its end, exported and verified.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { createDataFolder, startRuntime } from "../support/runtime.ts";

const root = join(import.meta.dirname, "../..");
const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  writeFileSync(join(data.path, "ready.json"), JSON.stringify(runtime.ready));
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

function dr(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const main = join(root, "packages/cli/src/main.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: data.path, env: { PATH: process.env["PATH"] } }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === "number" ? failure.code : 0, out, error });
    });
  });
}

it("runs a recovery from the plan's file to verified evidence", { timeout: 120_000 }, async () => {
  const plan = join(root, "plans/dag-with-approvals.yaml");
  const saved = await dr("plans", "save", plan, "--as", "DRPlanManager", "--json");
  expect(saved.code).toBe(0);
  const { planId, version } = JSON.parse(saved.out) as { planId: string; version: number };
  expect(version).toBe(1);
  expect((await dr("plans", "save", plan, "--as", "DRPlanManager")).out).toContain(`${planId} is saved as version 1: `);

  const started = await dr("start", planId, "--recovery", "--json", "--idempotency-key", "cli-1");
  const { executionId } = JSON.parse(started.out) as { executionId: string };
  expect((await dr("start", planId, "--recovery", "--json", "--idempotency-key", "cli-1")).out).toBe(started.out);

  let watched = await dr("watch", executionId, "--until-waiting");
  for (let gates = 0; watched.code === 5 && gates < 10; gates += 1) {
    expect(watched.out).toMatch(/may approve: .*DRSRecoveryManager/);
    expect(await dr("approve", executionId)).toMatchObject({ code: 3, error: expect.stringContaining("approval.") as string });
    for (const role of ["DRRecoveryManager", "DROrchestrationAdmin"])
      await dr("approve", executionId, "--as", role, "--comment", "checked");
    watched = await dr("watch", executionId, "--until-waiting");
  }
  expect(watched).toMatchObject({ code: 0, out: expect.stringMatching(/RTO \d.*\n.*RPO /s) as string });

  expect((await dr("export", executionId, "--output", "export.json")).code).toBe(0);
  const verified = await dr("verify", "export.json", "--key", runtime.ready.exportKeyFile, "--json");
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true, signature: "verified", decisions: "verified", view: "verified" });
});

it("ends with a code that a script can tell apart", async () => {
  const codes = await Promise.all([
    dr("show", "exec-nobody"),
    dr("start", "orders"),
    dr("whoami", "--as", "Nobody"),
    dr("whoami"),
    dr("plans", "validate", join(root, "README.md")),
    dr("plans", "validate", "nobody-saved-this"),
    dr("plans", "validate", "not-there.yaml"),
  ]);
  expect(codes.map(({ code }) => code)).toEqual([3, 2, 2, 0, 3, 3, 2]);
});
