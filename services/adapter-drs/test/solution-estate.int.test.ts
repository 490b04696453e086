/** Given the existing DRS solution as Lambda and Step Functions of the estate, when a plan of it is run by its function or followed by its machine, then: its inputs are its own, and servers judge. */
import { connectedThrough } from "@dr/adapter-kit";
import { createHarness } from "@dr/adapter-kit/testing";
import { createTestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { drsAdapter } from "../src/adapter.ts";
import { createDrsClients } from "../src/clients.ts";
import { queries } from "../src/queries.ts";
import { createSolution } from "../src/solution/solution-client.ts";
import { closing } from "./given-servers.ts";

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:drs-orchestration-dev";
const SERVERS = ["s-00000000000000001", "s-00000000000000002"];

interface Given {
  readonly end?: {
    readonly status?: "FAILED";
    readonly output?: Record<string, unknown>;
    readonly error?: string;
    readonly cause?: string;
  };
  readonly failing?: readonly string[];
  readonly executionType?: "drill" | "recovery";
  readonly config: Record<string, unknown>;
  readonly secret?: Record<string, unknown>;
}

async function recover({
  end = { output: { status: "completed" } },
  failing = [],
  executionType = "recovery",
  config,
  secret = {},
}: Given) {
  const estates: ReturnType<typeof createTestEstate>["estate"][] = [];
  const value = JSON.stringify({ executionFunction: "drs-execution-handler-dev", stateMachineArn: MACHINE, ...secret });
  const waves = [{ waveName: "web", protectionGroupId: "pg-1", serverIds: SERVERS }];
  const scenario = {
    name: "given",
    operation: "recovery",
    resources: { recoveryPlanId: "plan-1" },
    config,
    executionType,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: VirtualClock) => {
      const fixture = createTestEstate({ clock: clock.nowMs });
      fixture.estate.seed({
        drs: { sourceServers: SERVERS.map((id) => ({ id })) },
        secretsmanager: { secrets: [{ name: "dr-orchestration/external-apis/drs", value }] },
        lambda: {
          functions: [
            {
              name: "drs-execution-handler-dev",
              drsSolution: { machineArn: MACHINE, plans: [{ planId: "plan-1", waves }], failing: [...failing] },
            },
          ],
        },
        states: { stateMachines: [{ arn: MACHINE, seconds: 120, end }] },
      });
      estates.push(fixture.estate);
      const { credentials, requestHandler } = fixture.sdkConfig();
      const env = connectedThrough({ AWS_REGION: "us-east-1" }, { credentials, requestHandler, readAttempts: 1 });
      const solution = createSolution(env, clock.nowMs);
      return { createClients: () => ({ ...createDrsClients(env), solution }), effects: () => [], touched: () => [] };
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  const original = run.request({ deadlineSeconds: 900 });
  await run.run();
  return { run, original, estate: estates[0]!, ...closing(run) };
}

const byMachine = { integration_mode: "step_functions" };

test.each<Record<string, string>>([{ ...byMachine, drs_step_function_arn: MACHINE }, byMachine])(
  "step_functions: started once by its function with its own nested input, followed by its machine %#",
  async (config) => {
    const { run, estate, result } = await recover({ config, executionType: "drill" });
    expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
    const executions = estate.state().states.executions as readonly { readonly arn: string; readonly input: unknown }[];
    expect(executions.map(({ input }) => input)).toEqual([
      {
        Execution: { Id: expect.any(String) as string },
        Plan: { planId: "plan-1", planName: "plan-1", waves: [{ waveName: "web", protectionGroupId: "pg-1", serverIds: SERVERS }] },
        isDrill: true,
        resumeFromWave: null,
        pauseBeforeExecution: false,
        accountContext: { accountId: "123456789012", isCurrentAccount: true },
      },
    ]);
    // Nobody but the solution started its machine.
    expect(estate.effects({ service: "states" })).toEqual([]);
    expect(result.resources[0]?.after).toMatchObject({
      instances: { [SERVERS[0]!]: expect.stringMatching(/^i-/) as string, [SERVERS[1]!]: expect.stringMatching(/^i-/) as string },
      executionTime: expect.stringMatching(/^PT\d/) as string,
      integrationMode: "step_functions",
      drsExportData: { status: "completed" },
    });
  },
);

test("a run that was cancelled ends SUCCEEDED, and its own word is cancelled: servers judge", async () => {
  const { failure } = await recover({ config: byMachine, end: { output: { status: "cancelled" } }, failing: SERVERS });
  expect(failure).toMatchObject({ code: "drs.solution_failed", details: { status: "CANCELLED", missing: SERVERS } });
});

test("a machine that FAILED has no output: what DRS launched all the same is found, and is success", async () => {
  const end = { status: "FAILED" as const, error: "PlanExecutionFailed", cause: "DescribeJobs was throttled" };
  const { run, result } = await recover({ config: byMachine, end });
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  expect(result.warnings[0]).toContain("says FAILED, every server is up");
});

test("a machine that SUCCEEDED with a server that did not come up is a failure that names it", async () => {
  const { failure } = await recover({ config: byMachine, failing: [SERVERS[1]!] });
  expect(failure).toMatchObject({ code: "drs.partial", details: { missing: [SERVERS[1]], launched: [SERVERS[0]] } });
});

test("without a machine to follow it is refused with where to name one, and nothing is started", async () => {
  const { failure, estate } = await recover({ config: byMachine, secret: { stateMachineArn: undefined } });
  expect(failure).toMatchObject({ code: "drs.machine_missing", message: expect.stringContaining("drs_step_function_arn") as string });
  expect(estate.state().states.executions).toEqual([]);
});

test("lambda: started by its function, which knows no status but its own row", async () => {
  const { estate } = await recover({ config: { integration_mode: "lambda" } });
  expect((estate.state().states.executions as readonly unknown[]).length).toBe(1);
});

test("a question goes by its function where the secret names no API, and says what to put where the secret names neither", async () => {
  const { estate, sdkConfig } = createTestEstate();
  const value = { executionFunction: "drs-execution-handler-simulated" };
  const plan = { planId: "plan-1", waves: [{ waveName: "web", protectionGroupId: "pg-1", serverIds: SERVERS }] };
  estate.seed({ "drs-solution": { present: true, plans: [plan] } });
  const { credentials, requestHandler } = sdkConfig();
  const env = connectedThrough({ AWS_REGION: "us-east-1" }, { credentials, requestHandler, readAttempts: 1 });
  const ask = (via: "any" | "api") =>
    queries.plans.run({ clients: { ...createDrsClients(env), solution: createSolution(env, () => 0) }, now: "" }, { via });
  const missing = { code: "drs.bad_secret", details: { notSetUp: "dr-orchestration/external-apis/drs" } };
  await expect(ask("any")).rejects.toMatchObject(missing);
  estate.seed({ secretsmanager: { secrets: [{ name: "dr-orchestration/external-apis/drs", value: JSON.stringify(value) }] } });
  expect(await ask("any")).toMatchObject({ recoveryPlans: [plan], count: 1 });
  await expect(ask("api")).rejects.toMatchObject({
    code: "drs.endpoint_missing",
    details: { hint: expect.stringContaining("put apiEndpoint into secret") as string },
  });
});

test.each(["lambda", "step_functions"])(
  "a drill by %s is cleaned up, whoever told how it went: its jobs stand in the solution's own record",
  async (mode) => {
    const { run, original, estate } = await recover({ config: { integration_mode: mode }, executionType: "drill" });
    expect(estate.state().drs.recoveryInstances).toHaveLength(SERVERS.length);
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    await run.run();
    expect([run.outcomeOf(cleanup), estate.state().drs.recoveryInstances]).toEqual(["TechnologyCompleted", []]);
  },
);
