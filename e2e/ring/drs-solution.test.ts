// Questions about DRS, and plans of the existing DRS solution, on one machine: what is asked natively needs no secret; the solution's stand-in is there before any plan names it, and runs one by its API, its function or its state machine.
import { describe, expect, it } from "vitest";
import { failuresOf, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const runtime = runtimeOfFile(["--speed", "600"]);
const ask = (path: string) => runtime().as("DRReadOnly")({ method: "GET", path: `/api/v1/technologies/drs/${path}` });

it.each([
  ["servers", { servers: [] }],
  ["jobs", { jobs: [] }],
  ["quotas", { concurrentJobs: { used: 0, max: 20 } }],
  ["plans", { recoveryPlans: [] }],
  ["protection-groups", { protectionGroups: [] }],
  ["executions", { items: [] }],
  ["solution-quotas", { concurrentJobs: { current: 0 } }],
])("%s are asked for before anything is there", async (query, answer) => {
  expect(await ask(query)).toMatchObject({ status: 200, body: answer });
});

it.each(["plans?id=nobody", "protection-groups?id=nobody", "executions?id=nobody", "job-logs?id=nobody", "recovery-instances?id=nobody"])(
  "%s is a name that the solution does not know",
  async (query) => {
    const { status, body } = await ask(query);
    expect([status, body["code"], typeof body["hint"]]).toEqual([404, "resource.not_found", "string"]);
  },
);

describe.each(["api", "lambda", "step_functions"])("a plan by integrationMode %s", (integrationMode) => {
  const planId = `by-${integrationMode}`;

  it("drills and leaves nothing, and what it did is asked of the solution", { timeout: 240_000 }, async () => {
    const task = { type: "drs", operation: "recovery", resources: { recoveryPlanId: planId }, config: { integrationMode } };
    await savePlan(runtime().as("DRPlanManager"), {
      planId,
      name: planId,
      waves: [{ waveNumber: 1, name: "servers", technologies: [task] }],
    });
    const executionId = await startExecution(runtime().as("DROperator"), { planId, executionType: "drill" });
    const ended = await untilStatus(runtime().as("DROperator"), executionId, ["completed", "failed", "paused"], 200_000);
    expect([ended.status, failuresOf(ended)]).toEqual(["completed", []]);
    const { items } = (await ask("executions")).body as {
      readonly items: readonly { planId: string; executionId: string; status: string }[];
    };
    const own = items.filter((one) => one.planId === planId);
    expect(own.map(({ status }) => status)).toEqual(["COMPLETED"]);
    expect((await ask(`plans?id=${planId}`)).body).toMatchObject({ planId, description: "simulated" });
    expect((await ask(`recovery-instances?id=${own[0]?.executionId}`)).body["instances"]).toEqual([]);
    const { servers } = (await ask("servers")).body as { readonly servers: readonly { recoveryInstances: readonly unknown[] }[] };
    expect([servers.length > 0, servers.flatMap(({ recoveryInstances }) => recoveryInstances)]).toEqual([true, []]);
  });
});
