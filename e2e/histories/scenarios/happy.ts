/** Executions to which nothing happens but what their plans say. */
import { chainPlan, threeWavePlan } from "../../support/plans.ts";
import { getExecution } from "../../support/runtime.ts";
import { begin, must, reaches, recorded, type Ring } from "./scenario.ts";

/** Three technologies in three waves. */
export async function completed(ring: Ring): Promise<string> {
  const executionId = await begin(ring, threeWavePlan("history"));
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** Servers are launched beside production and removed again. */
export async function drill(ring: Ring): Promise<string> {
  const technologies = [{ type: "drs", operation: "recovery", resources: { sourceServers: ["i-drill-1", "i-drill-2"] } }];
  const waves = [{ waveNumber: 1, name: "Servers", technologies, dependencies: [] }];
  const executionId = await begin(ring, { planId: "history-drill", name: "Drill", waves }, "drill");
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** The second wave waits for two people; the pause is first asked for, and resumed, by an operator. */
export async function approval(ring: Ring): Promise<string> {
  const gate = { pauseBeforeWave: true, approval: { minApprovals: 2, approverRoles: ["DRRecoveryManager", "DROrchestrationAdmin"] } };
  const { waves, ...plan } = chainPlan("history-approval", 2);
  const [first, second] = waves as Record<string, unknown>[];
  const executionId = await begin(ring, { ...plan, waves: [first, { ...second, ...gate }] });
  await reaches(ring, executionId, "paused");
  const { pause, planHash, manifestHash, mode } = await getExecution(ring.runtime.as("DROperator"), executionId);
  const body = { pauseId: pause?.pauseId, decision: "approve", planHash, manifestHash, mode, comment: "checked" };
  for (const role of ["DRRecoveryManager", "DROrchestrationAdmin"]) {
    await must(ring, role, { method: "POST", path: `${executionId}/approvals`, body });
  }
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** An operator pauses at a wave's end, goes on, and changes the mode on the way. */
export async function paused(ring: Ring): Promise<string> {
  const executionId = await begin(ring, chainPlan("history-paused", 3));
  await must(ring, "DROperator", { method: "PUT", path: `${executionId}/pause`, body: { reason: "the network team asks for a minute" } });
  await reaches(ring, executionId, "paused");
  await must(ring, "DRRecoveryManager", {
    method: "PUT",
    path: `${executionId}/mode`,
    body: { mode: "unplanned", reason: "the primary died" },
  });
  await must(ring, "DROperator", { method: "PUT", path: `${executionId}/resume`, body: { reason: "go on" } });
  await reaches(ring, executionId, "completed");
  return executionId;
}

/** Ended by an operator in its first wave. */
export async function cancelled(ring: Ring): Promise<string> {
  const executionId = await begin(ring, chainPlan("history-cancelled", 2));
  await recorded(ring, executionId, "TechnologyStarted");
  await must(ring, "DROperator", { method: "PUT", path: `${executionId}/cancel`, body: { reason: "a false alarm" } });
  await reaches(ring, executionId, "cancelled");
  return executionId;
}

/** The ring runs one execution at a time: this one waits for its slot. */
export async function queued(ring: Ring): Promise<string> {
  const before = await begin(ring, chainPlan("history-before", 1));
  const executionId = await begin(ring, chainPlan("history-queued", 1));
  await reaches(ring, before, "completed");
  await reaches(ring, executionId, "completed");
  return executionId;
}
