// One machine that can be trusted: one owner per data folder, a lost database is told and comes back, pages of the web are kept out.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { spawnRuntime, type SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const run = promisify(execFile);
const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

interface Health {
  readonly dependencies: readonly { name: string; state: string }[];
}
const health = async (): Promise<{ status: number; states: Record<string, string> }> => {
  const response = await fetch(`${runtime.ready.endpoint}/api/v1/health`);
  const { dependencies } = (await response.json()) as Health;
  return { status: response.status, states: Object.fromEntries(dependencies.map(({ name, state }) => [name, state])) };
};

it("prints its process id, and refuses a second runtime on its folder, naming itself", async () => {
  expect(runtime.ready.pid).toBe(runtime.child.pid);
  await expect(spawnRuntime({ args: ["--port", "0", "--data", data.path] })).rejects.toThrow(
    `is in use by process ${runtime.ready.pid} (${runtime.ready.endpoint}), since `,
  );
});

it.each([
  [["--data", "/proc/x"], "--data /proc/x: /proc/x cannot be made"],
  [["--port", "abc"], '--port: expected a whole number from 0 to 65535, got "abc"'],
])("says what is wrong with %j", async (args, message) => {
  const folder = mkdtempSync(join(tmpdir(), "dr-args-"));
  await expect(spawnRuntime({ args: ["--port", "0", "--data", folder, ...args] })).rejects.toThrow(message);
  rmSync(folder, { recursive: true });
});

it("answers a page of another origin with 403, and a form with 415", async () => {
  const faults = `${runtime.ready.endpoint}/_local/estate/faults`;
  const page = await fetch(faults, { headers: { origin: "https://evil.example.com" } });
  const form = await fetch(faults, { method: "POST", body: new URLSearchParams({ rules: "[]" }) });
  expect([page.status, form.status]).toEqual([403, 415]);
});

it("answers a page on none of the ports behind its front", async () => {
  const ports = Object.entries(runtime.ready.aws);
  const asPage = async (url: string) => (await fetch(url, { method: "POST", headers: { origin: "https://evil.example.com" } })).status;
  expect(await Promise.all(ports.map(async ([name, url]) => [name, await asPage(url)]))).toEqual(ports.map(([name]) => [name, 403]));
});

const childrenOf = async (pid: number | string): Promise<readonly string[]> =>
  run("pgrep", ["-P", String(pid)]).then(
    ({ stdout }) => stdout.trim().split("\n"),
    () => [],
  );

/** The engine is the child of the watchdog, which is the child of the runtime. */
const databaseNow = async (): Promise<{ watchdog: string; engine: string } | undefined> => {
  for (const watchdog of await childrenOf(runtime.ready.pid)) {
    const [engine] = await childrenOf(watchdog);
    if (engine !== undefined) return { watchdog, engine };
  }
  return undefined;
};

it(
  "outlives the watchdog of its database: the engine that it left behind is ended, and another one goes on",
  { timeout: 60_000 },
  async () => {
    const { watchdog, engine } = await waitFor("the engine", databaseNow);
    process.kill(Number(watchdog), "SIGKILL");
    await waitFor("another engine", async () => {
      const now = await databaseNow();
      return now !== undefined && now.engine !== engine && (await health()).status === 200 ? true : undefined;
    });
    // Gone, or dead and waiting for the machine's first process to notice.
    const state = await run("ps", ["-o", "stat=", "-p", engine]).then(
      ({ stdout }) => stdout.trim(),
      () => "",
    );
    expect(state).toMatch(/^(?:Z.*)?$/);
    expect((await runtime.as("DROperator")({ method: "GET", path: "/api/v1/plans" })).status).toBe(200);
  },
);

it("notices a database that is stuck, answers 503 with Retry-After, starts it again and goes on", { timeout: 90_000 }, async () => {
  expect(await health()).toEqual({ status: 200, states: { database: "up", queues: "up", bus: "up", estate: "up" } });
  const plan = chainPlan("safety", 2);
  await savePlan(runtime.as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  // Stopped, it is there and answers nothing; the runtime ends it and starts another one.
  const { engine } = await waitFor("the engine", databaseNow);
  process.kill(Number(engine), "SIGSTOP");
  const answer = await waitFor(
    "503",
    async () => {
      const response = await runtime.as("DROperator")({ method: "GET", path: "/api/v1/plans" });
      return response.status === 503 ? response : undefined;
    },
    { timeoutMs: 10_000, everyMs: 1 },
  );
  expect(answer.body).toMatchObject({ code: "local.dependency_down", detail: expect.stringContaining("database") });
  await waitFor("the database back", async () => ((await health()).status === 200 ? true : undefined), { timeoutMs: 20_000 });
  expect((await untilStatus(runtime.as("DROperator"), executionId, ["completed"])).status).toBe("completed");
});
