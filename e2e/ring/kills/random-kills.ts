/** SIGKILLs at random points of five-wave plans, one life after another on the same data. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SpawnedRuntime } from "@dr/local";
import { createRandom } from "../../sim/kernel/random.ts";
import { chainPlan } from "../../support/plans.ts";
import { appliedEffects, getExecution, savePlan, startExecution, startRuntime, untilStatus } from "../../support/runtime.ts";

const LONGEST_LIFE_MS = 2_500;
const SPEED = ["--speed", "600"];
const TERMINAL = ["completed", "failed", "cancelled"];

/** How the executions ended, the clusters that failed over as the estate saw it, and those that should have, each sorted. */
export interface Lives {
  readonly statuses: readonly string[];
  readonly failedOver: readonly string[];
  readonly expected: readonly string[];
}

/** Kills the runtime `kills` times; a new execution starts whenever the last one has ended. The last life runs to the end of all. */
export async function liveAndDie(dataDir: string, kills: number, seed: number): Promise<Lives> {
  const random = createRandom(seed, "kills");
  const started: { name: string; executionId: string }[] = [];
  const startNext = async (runtime: SpawnedRuntime): Promise<void> => {
    const name = `lives${started.length}`;
    await savePlan(runtime.as("DRPlanManager"), chainPlan(name, 5));
    const executionId = await startExecution(runtime.as("DROperator"), { planId: `chain-${name}`, executionType: "recovery" });
    started.push({ name, executionId });
  };
  for (let kill = 0; kill < kills; kill += 1) {
    const runtime = await startRuntime(dataDir, SPEED);
    const current = started.at(-1);
    if (!current || TERMINAL.includes((await getExecution(runtime.as("DROperator"), current.executionId)).status)) await startNext(runtime);
    await sleep(random.next() * LONGEST_LIFE_MS);
    await runtime.kill();
  }

  const last = await startRuntime(dataDir, SPEED);
  const statuses: string[] = [];
  for (const { executionId } of started) statuses.push((await untilStatus(last.as("DROperator"), executionId, TERMINAL, 420_000)).status);
  const failovers = (await appliedEffects(last.ready.endpoint)).filter(({ action }) => action === "FailoverDBCluster");
  await last.stop();
  return {
    statuses,
    failedOver: failovers.map(({ resources }) => resources[0] ?? "").toSorted(),
    expected: started.flatMap(({ name }) => [1, 2, 3, 4, 5].map((wave) => `aurora-${name}-${wave}`)).toSorted(),
  };
}
