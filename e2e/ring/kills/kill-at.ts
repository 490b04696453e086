/** One SIGKILL at a chosen point of an execution, a second life, and what the estate saw of both. */
import { threeWavePlan } from "../../support/plans.ts";
import { appliedEffects, savePlan, startExecution, startRuntime, untilStatus } from "../../support/runtime.ts";
import { waitFor } from "../../support/wait-for.ts";

const SPEED = ["--speed", "300"];
/** A death between writing a look down and asking for the next one is found by the planner, when the task has been silent for its heartbeat: real minutes. */
const SECOND_LIFE_MS = 420_000;

/** How it ended, and the names of the calls that the estate took for this execution, sorted. */
export interface SecondLife {
  readonly status: string;
  readonly effects: readonly string[];
}

/** Kills the runtime once `events` events of a three-wave execution are in the log, starts it again, and waits for the end. */
export async function killAfter(dataDir: string, events: number): Promise<SecondLife> {
  const plan = threeWavePlan(`kill${events}`);
  const first = await startRuntime(dataDir, SPEED);
  await savePlan(first.as("DRPlanManager"), plan);
  const operator = first.as("DROperator");
  const executionId = await startExecution(operator, { planId: plan.planId, executionType: "recovery" });
  const path = `/api/v1/executions/${executionId}/events?after=${events - 1}`;
  await waitFor(
    `event ${events}`,
    async () => ((await operator<{ events: unknown[] }>({ method: "GET", path })).body.events.length > 0 ? true : undefined),
    { everyMs: 10 },
  );
  await first.kill();

  const second = await startRuntime(dataDir, SPEED);
  try {
    const ended = await untilStatus(second.as("DRReadOnly"), executionId, ["completed", "failed", "cancelled"], SECOND_LIFE_MS);
    const effects = (await appliedEffects(second.ready.endpoint)).filter(({ resources }) =>
      resources.some((resource) => resource.toLowerCase().includes(`kill${events}`)),
    );
    return { status: ended.status, effects: effects.map(({ action }) => action).toSorted() };
  } finally {
    await second.stop();
  }
}

/** What a three-wave execution does, each once. */
export const THREE_WAVES_ONCE: SecondLife = {
  status: "completed",
  effects: ["ChangeResourceRecordSets", "FailoverDBCluster", "RebootDBInstance", "StartRecovery"],
};
