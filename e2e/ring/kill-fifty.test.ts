// Fifty SIGKILLs at random points of five-wave plans: everything completes, every effect happened once.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, createDataFolder, getExecution, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const data = createDataFolder();
afterAll(() => data.remove());

const kills = 50;
const longestLifeMs = 2_500;
const terminal = new Set(["completed", "failed", "cancelled"]);

/** A small seeded generator (mulberry32), so that a failing sequence of lives can be run again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

it("loses nothing and repeats nothing", { timeout: 900_000 }, async () => {
  const random = createRandom(20_261_123);
  const started: { name: string; executionId: string }[] = [];
  const startNext = async (runtime: SpawnedRuntime): Promise<void> => {
    const name = `fifty${started.length}`;
    await savePlan(runtime.as("DRPlanManager"), chainPlan(name, 5));
    const executionId = await startExecution(runtime.as("DROperator"), { planId: `chain-${name}`, executionType: "recovery" });
    started.push({ name, executionId });
  };

  for (let kill = 0; kill < kills; kill += 1) {
    const runtime = await startRuntime(data.path, ["--speed", "600"]);
    const current = started.at(-1);
    if (!current || terminal.has((await getExecution(runtime.as("DROperator"), current.executionId)).status)) await startNext(runtime);
    await sleep(random() * longestLifeMs);
    await runtime.kill();
  }

  const last = await startRuntime(data.path, ["--speed", "600"]);
  const ended = [];
  for (const { executionId } of started) ended.push(await untilStatus(last.as("DROperator"), executionId, [...terminal], 120_000));
  const failovers = (await appliedEffects(last.ready.endpoint)).filter((effect) => effect.action === "FailoverDBCluster");
  await last.stop();

  expect(ended.map((execution) => execution.status)).toEqual(started.map(() => "completed"));
  const clusters = started.flatMap(({ name }) => [1, 2, 3, 4, 5].map((wave) => `aurora-${name}-${wave}`));
  expect(failovers.map((effect) => effect.resources[0] ?? "").toSorted()).toEqual(clusters.toSorted());
});
