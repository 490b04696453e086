// `pnpm dev --adapter DIR`: an adapter in a folder of its own, outside of the repository and without an installation, takes part in a plan.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { spawnRuntime, type SpawnedRuntime } from "@dr/local";
import { createDataFolder, appliedEffects, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const example = join(import.meta.dirname, "../../examples/adapter-feature-flag");
const outside = mkdtempSync(join(tmpdir(), "dr-adapter-"));
const folder = join(outside, "adapter-kill-switch");
const data = createDataFolder();
let runtime: SpawnedRuntime;

beforeAll(async () => {
  for (const name of ["manifest.ts", "package.json"]) cpSync(join(example, name), join(folder, name));
  cpSync(join(example, "src"), join(folder, "src"), { recursive: true });
  const manifest = join(folder, "manifest.ts");
  const renamed = readFileSync(manifest, "utf8")
    .replace("adapter-feature-flag", "adapter-kill-switch")
    .replace("feature_flag", "kill_switch");
  writeFileSync(manifest, renamed);
  const adapter = join(folder, "src/adapter.ts");
  writeFileSync(adapter, readFileSync(adapter, "utf8").replaceAll("feature_flag", "kill_switch"));
  runtime = await startRuntime(data.path, ["--speed", "600", "--adapter", folder]);
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
  rmSync(outside, { recursive: true });
});

it("has its operation registered, acts by it, and proves it", { timeout: 120_000 }, async () => {
  const technologies = await runtime.as("DRReadOnly")({ method: "GET", path: "/api/v1/discovery/technologies" });
  expect(JSON.stringify(technologies.body)).toContain("kill_switch");
  const parameters = [{ name: "/app/checkout", value: "off" }];
  await fetch(`${runtime.ready.endpoint}/_local/estate/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ssm: { parameters } }),
  });
  const resources = { flags: [{ name: "/app/checkout", value: "on" }] };
  const waves = [{ waveNumber: 1, name: "Switch", technologies: [{ type: "kill_switch", operation: "set", resources }] }];
  await savePlan(runtime.as("DRPlanManager"), { planId: "outside", name: "From outside", waves });
  const executionId = await startExecution(runtime.as("DROperator"), { planId: "outside", executionType: "recovery" });
  expect((await untilStatus(runtime.as("DROperator"), executionId, ["completed", "failed"])).status).toBe("completed");
  const written = (await appliedEffects(runtime.ready.endpoint)).filter(({ resources: names }) => names.includes("/app/checkout"));
  expect(written.map(({ action }) => action)).toEqual(["PutParameter"]);
});

it("says what is missing in a folder that holds no adapter, and what clashes", async () => {
  const empty = join(outside, "empty");
  mkdirSync(empty);
  const args = (dir: string): string[] => ["--port", "0", "--data", join(outside, "data"), "--adapter", dir];
  await expect(spawnRuntime({ args: args(empty) })).rejects.toThrow("there is no manifest.ts");
  const drs = join(import.meta.dirname, "../../services/adapter-drs");
  await expect(spawnRuntime({ args: args(drs) })).rejects.toThrow("clashes with adapter-drs");
});
