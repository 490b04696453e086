// Two Regions over one log: the one that leads is killed in the middle of a wave, tables' host and all, and the one that stood by finishes.
import { readFileSync } from "node:fs";
import { parseHeadKey } from "@dr/event-log";
import { verifyExecution } from "@dr/evidence";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, getExecution, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const speed = ["--speed", "120"];

let data: ReturnType<typeof createDataFolder>;
const running: SpawnedRuntime[] = [];
beforeEach(() => {
  data = createDataFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()));
  data.remove();
});

async function start(...args: string[]): Promise<SpawnedRuntime> {
  const runtime = await startRuntime(data.path, [...speed, ...args]);
  running.push(runtime);
  return runtime;
}

async function leaderBy(runtime: SpawnedRuntime): Promise<[number, string]> {
  const { body } = await runtime.as("DRReadOnly")<{ epoch: number; leader: string }>({ method: "GET", path: "/api/v1/health" });
  return [body.epoch, body.leader];
}

async function takeOver(runtime: SpawnedRuntime): Promise<Record<string, unknown>> {
  const request = { method: "POST", path: "/api/v1/takeover", body: { reason: "the other Region is gone" } } as const;
  return waitFor("a take-over that is accepted", async () => {
    const { status, body } = await runtime.as("DRRecoveryManager")(request);
    return status === 200 ? body : undefined;
  });
}

const keyIn = (file: string) => parseHeadKey(readFileSync(file, "utf8"));

async function eventTypes(runtime: SpawnedRuntime, executionId: string): Promise<string[]> {
  const path = `/api/v1/executions/${executionId}/events`;
  const { body } = await runtime.as("DRReadOnly")<{ events: { type: string }[] }>({ method: "GET", path });
  return body.events.map(({ type }) => type);
}

it("the Region that stood by finishes what the killed one began, every effect once", { timeout: 240_000 }, async () => {
  const east = await start();
  const west = await start("--join");
  expect([west.ready.region, await leaderBy(east), await leaderBy(west)]).toEqual(["us-west-2", [0, "us-east-1"], [0, "us-east-1"]]);

  const plan = chainPlan("two-regions", 3);
  await savePlan(east.as("DRPlanManager"), plan);
  const executionId = await startExecution(east.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  await waitFor("the first task under way", async () =>
    (await eventTypes(east, executionId)).includes("TechnologyStarted") ? true : undefined,
  );
  // Readable in both.
  expect((await getExecution(west.as("DRReadOnly"), executionId)).executionId).toBe(executionId);
  await east.kill();
  running.splice(running.indexOf(east), 1);

  expect(await takeOver(west)).toMatchObject({ epoch: 1, region: "us-west-2", complete: true });
  expect((await untilStatus(west.as("DRReadOnly"), executionId, ["completed", "failed"])).status).toBe("completed");
  const effects = await appliedEffects(west.ready.endpoint);
  expect(effects.map(({ action }) => action)).toEqual(["FailoverDBCluster", "FailoverDBCluster", "FailoverDBCluster"]);
  expect(new Set(effects.map(({ resources }) => resources.join())).size).toBe(3);

  // What was recorded before and after the loss is anchored whole, and verifies from the Region that took over.
  await waitFor("the last commit anchored", async () => {
    const { body } = await west.as("DRReadOnly")<{ head: { version: number } }>({
      method: "GET",
      path: `/api/v1/executions/${executionId}/export`,
    });
    const verdict = verifyExecution(body, { key: keyIn(west.ready.exportKeyFile), checkpointKey: keyIn(west.ready.checkpointKeyFile) });
    expect([verdict.problems, verdict.signature, verdict.decisions]).toEqual([[], "verified", "verified"]);
    return verdict.anchoring?.upTo === body.head.version ? true : undefined;
  });

  // The first Region comes back beside the second, stands by, and is given the lead again.
  const again = await start("--join", "--region", "us-east-1");
  expect(await leaderBy(again)).toEqual([1, "us-west-2"]);
  expect(await takeOver(again)).toMatchObject({ epoch: 2, region: "us-east-1", complete: true, takenOver: 0 });
  const second = await startExecution(again.as("DROperator"), { planId: plan.planId, executionType: "drill" });
  expect((await untilStatus(again.as("DRReadOnly"), second, ["completed", "failed"])).status).toBe("completed");
  expect((await getExecution(west.as("DRReadOnly"), second)).status).toBe("completed");
});

it("who joins nobody, or a Region that is there, is told so", { timeout: 60_000 }, async () => {
  await expect(startRuntime(data.path, ["--join"])).rejects.toThrow("nobody runs it who could be joined");
  await start();
  await expect(startRuntime(data.path, ["--join", "--region", "us-east-1"])).rejects.toThrow("is in use by process");
});
