/** Executions whose second wave is refused by the estate, and what follows. */
import { chainPlan } from "../../support/plans.ts";
import { untilStatus } from "../../support/runtime.ts";
import { begin, during, ENDED, must, reaches, type Ring } from "./scenario.ts";

type OnFailure = "fail" | "pause" | "rollback";

/** Runs a plan of two waves up to `status` while the second database refuses to fail over. */
async function refused(ring: Ring, name: string, onFailure: OnFailure, status: string): Promise<string> {
  const plan = { ...chainPlan(name, 2), onFailure };
  let executionId = "";
  const fault = { kind: "error-before", code: "AccessDenied", service: "rds", action: "FailoverDBCluster", resource: `aurora-${name}-2` };
  await during(ring, fault, async () => {
    executionId = await begin(ring, plan);
    await reaches(ring, executionId, status);
  });
  return executionId;
}

/** The first wave's failover is taken back. */
export const rolledBack = (ring: Ring): Promise<string> => refused(ring, "history-rollback", "rollback", "failed");

/** It fails, the cause is removed, and it runs again from its second wave. */
export async function redriven(ring: Ring): Promise<string> {
  const executionId = await refused(ring, "history-redrive", "fail", "failed");
  await must(ring, "DRRecoveryManager", { method: "POST", path: `${executionId}/redrive`, body: { reason: "the cause is gone" } });
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** It waits for a person, who has the cause removed and the task tried again. */
export async function retried(ring: Ring): Promise<string> {
  const executionId = await refused(ring, "history-retried", "pause", "paused");
  await must(ring, "DROperator", {
    method: "POST",
    path: `${executionId}/tasks/w2-database/retry`,
    body: { reason: "rights were granted" },
  });
  await must(ring, "DROperator", { method: "PUT", path: `${executionId}/resume`, body: { reason: "go on" } });
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** It waits for a person, who leaves the task out and goes on. */
export async function skipped(ring: Ring): Promise<string> {
  const executionId = await refused(ring, "history-skipped", "pause", "paused");
  await must(ring, "DRRecoveryManager", { method: "POST", path: `${executionId}/tasks/w2-database/skip`, body: { reason: "by hand" } });
  await must(ring, "DRRecoveryManager", { method: "PUT", path: `${executionId}/resume`, body: { reason: "done by hand" } });
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** It outlives its time, and is asked to stop. */
export async function timedOut(ring: Ring): Promise<string> {
  let executionId = "";
  await during(ring, { kind: "delay", service: "rds", action: "FailoverDBCluster", delayMs: 4000, times: 1 }, async () => {
    const { waves, ...plan } = chainPlan("history-timed-out", 1);
    const [{ technology, operation, resources, ...wave } = {}] = waves as Record<string, unknown>[];
    const technologies = [{ type: technology, operation, resources, timeoutSeconds: 3 }];
    executionId = await begin(ring, { ...plan, waves: [{ ...wave, technologies }] });
    await untilStatus(ring.runtime.as("DROperator"), executionId, ENDED);
  });
  return executionId;
}

/** The first launch of a server fails; the plan has it tried again. */
export async function relaunched(ring: Ring): Promise<string> {
  const technologies = [{ type: "drs", operation: "recovery", resources: { sourceServers: ["i-relaunched"] } }];
  const waves = [{ waveNumber: 1, name: "Servers", technologies, retry: { maxAttempts: 2, intervalSeconds: 1 } }];
  let executionId = "";
  await during(ring, { kind: "launch-failed", service: "drs", action: "StartRecovery", times: 1 }, async () => {
    executionId = await begin(ring, { planId: "history-relaunched", name: "Relaunched", waves });
    await reaches(ring, executionId, "completed");
  });
  return executionId;
}
