/** Given the existing DRS solution in each of its generations, when a plan of it is run, then: started once, and judged by its servers. */
import { createHarness } from "@dr/adapter-kit/testing";
import { connectedThrough } from "@dr/adapter-kit";
import { afterEach, describe, expect, test } from "vitest";
import type { DrsClients } from "../src/clients.ts";
import { queries } from "../src/queries.ts";
import { drsAdapter } from "../src/adapter.ts";
import { createSolution } from "../src/solution/solution-client.ts";
import { createEstateWorld } from "./estate-world.ts";
import { startFakeSolution, type FakeSolution } from "./fake-solution.ts";
import { closing } from "./given-servers.ts";

let fake: FakeSolution | undefined;
afterEach(async () => fake?.stop());

const SERVERS = ["s-00000000000000001", "s-00000000000000002"];

interface Asked {
  readonly generation?: "G1" | "G3" | "G4";
  readonly executionType?: "drill" | "recovery";
  readonly config?: Record<string, unknown>;
  readonly prepare?: (fake: FakeSolution) => void;
}

async function given({ generation = "G3", executionType = "recovery", config = {}, prepare }: Asked) {
  const solution = await startFakeSolution(generation);
  fake = solution;
  prepare?.(solution);
  const env = { AWS_REGION: "us-east-1", DR_AWS_ENDPOINT: solution.url };
  const connected = connectedThrough(env, { credentials: { accessKeyId: "AKIAFAKE", secretAccessKey: "none" }, readAttempts: 1 });
  const scenario = {
    name: "given",
    operation: "recovery",
    resources: { recoveryPlanId: "plan-1" },
    config: { integration_mode: "api", ...config },
    executionType,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createEstateWorld>[1]) => {
      const world = createEstateWorld({ drs: { sourceServers: SERVERS.map((id) => ({ id, region: "us-west-2" })) } }, clock);
      const reached = createSolution(connected, () => clock.nowMs());
      return {
        ...world,
        createClients: (wrap: Parameters<typeof world.createClients>[0]) => ({
          ...world.createClients(wrap),
          solution: reached,
        }),
      };
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  return { run, solution };
}

async function recover(asked: Asked) {
  const { run, solution } = await given(asked);
  run.request({ deadlineSeconds: 900 });
  await run.run();
  return { run, solution, ...closing(run) };
}

test("plans, protection groups and executions of the solution are read through it, without its task tokens", async () => {
  const { solution } = await given({});
  const connected = connectedThrough(
    { AWS_REGION: "us-east-1", DR_AWS_ENDPOINT: solution.url },
    { credentials: { accessKeyId: "AKIAFAKE", secretAccessKey: "none" }, readAttempts: 1 },
  );
  const clients = { ...({} as DrsClients), solution: createSolution(connected, () => Date.now()) };
  const answer = await queries.plans.run({ clients, now: "2026-11-23T04:00:00.000Z" }, { via: "api", id: "plan-1" });
  expect(answer).toMatchObject({ planId: "plan-1" });
  expect(JSON.stringify(answer)).not.toContain("taskToken");
  const at = { clients, now: "2026-11-23T04:00:00.000Z" };
  const nobody = queries.job_logs.run(at, { via: "api", id: "not-there" });
  await expect(nobody).rejects.toThrow("EXECUTION_NOT_FOUND");
  expect(solution.asked.map(({ line }) => line)).toContain("GET /executions/not-there/job-logs");
  expect(queries.recovery_instances.input.safeParse({ via: "api" }).success).toBe(false);
});

const starts = ({ asked }: FakeSolution) => asked.filter(({ line, body }) => line === "POST /executions" && Object.keys(body).length > 0);

describe.each(["G1", "G3", "G4"] as const)("generation %s", (generation) => {
  test("a start is spelled as this generation wants it (probed without a side effect), answered 202, polled whatever the case of its words", async () => {
    const { run, solution, result } = await recover({ generation });
    expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
    expect(starts(solution)).toHaveLength(1);
    const keys = generation === "G1" ? ["PlanId", "ExecutionType", "InitiatedBy"] : ["planId", "executionType", "initiatedBy"];
    expect(Object.keys(starts(solution)[0]!.body)).toEqual([...keys, "enterpriseContext"]);
    expect(result.resources[0]?.after).toMatchObject({
      recoveredInstances: [
        {
          sourceInstanceId: SERVERS[0],
          recoveryInstanceId: "i-00000000000000001",
          privateIp: "10.0.0.1",
          publicIp: null,
          status: "launched",
        },
        {
          sourceInstanceId: SERVERS[1],
          recoveryInstanceId: "i-00000000000000002",
          privateIp: "10.0.0.2",
          publicIp: null,
          status: "launched",
        },
      ],
      executionTime: "PT15M30S",
      integrationMode: "api",
      performanceMetrics: { totalExecutionTime: 930, waveExecutionTimes: { web: 300 } },
    });
  });

  test("the task token and the paused state that any reader gets are not carried into our export", async () => {
    const { run } = await recover({ generation });
    const facts = JSON.stringify(run.facts());
    expect(facts).toContain("drsExportData");
    expect(facts).not.toMatch(/AQCkAAAA|taskToken|pausedStateSnapshot/);
  });

  test("COMPLETED with a failed server is a failure that names it, with what stands", async () => {
    const ending = { status: "COMPLETED", servers: { [SERVERS[0]!]: "LAUNCHED", [SERVERS[1]!]: "FAILED" } };
    const { failure, result } = await recover({ generation, prepare: (solution) => (solution.ending = ending) });
    expect(failure).toMatchObject({
      code: "drs.partial",
      details: { missing: [SERVERS[1]], launched: [SERVERS[0]], trouble: ["LAUNCH_FAILED no capacity"] },
    });
    expect(result.manualInterventionRequired).toBe(true);
  });

  test("FAILED (its own orchestration broke) is reconciled: all servers up is success, with a warning", async () => {
    const ending = { status: "FAILED", servers: { [SERVERS[0]!]: "LAUNCHED", [SERVERS[1]!]: "LAUNCHED" } };
    const { run, result } = await recover({ generation, prepare: (solution) => (solution.ending = ending) });
    expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
    expect(result.warnings[0]).toContain("says FAILED, every server is up");
  });

  test("a start whose answer was lost is found again by our key, past lock rows and empty pages, and not sent twice", async () => {
    const { run, solution } = await recover({ generation, prepare: ({ nextStarts }) => nextStarts.push("lost") });
    expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
    expect(starts(solution)).toHaveLength(1);
  });
});

test.each(["PARTIAL", "TIMEOUT", "TERMINATED", "CANCELLED", "ABORTED", "SUCCEEDED"])(
  "%s is an end, not an endless wait",
  async (status) => {
    const servers = { [SERVERS[0]!]: "FAILED", [SERVERS[1]!]: "FAILED" };
    const { failure } = await recover({ prepare: (solution) => (solution.ending = { status, servers }) });
    expect(failure).toMatchObject({ code: "drs.solution_failed", details: { status } });
  },
);

test("FAILED while DRS still launches is waited for: the job runs on unattended", async () => {
  const servers = { [SERVERS[0]!]: "LAUNCHED", [SERVERS[1]!]: "IN_PROGRESS" };
  const { failure } = await recover({ prepare: (solution) => (solution.ending = { status: "FAILED", servers }) });
  expect(failure?.code).toBe("task.timed_out");
});

test("a quota that is told as a conflict (409) is waited for, and named", async () => {
  const quota = {
    error: "ALREADY_EXISTS",
    message: "0 server(s) are in use",
    details: { conflicts: [{ conflictSource: "quota_violation", quotaType: "concurrent_jobs" }] },
  };
  const { run, solution } = await recover({ prepare: ({ nextStarts }) => nextStarts.push([409, quota]) });
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  expect(starts(solution)).toHaveLength(2);
});

test("INTERNAL_ERROR says retryable for any bug: it is looked up before anything is sent again", async () => {
  const broken = { error: "INTERNAL_ERROR", message: "no", retryable: true };
  const { solution } = await recover({ prepare: ({ nextStarts }) => nextStarts.push([500, broken]) });
  const lines = solution.asked.map(({ line }) => line);
  const [first, second] = lines.flatMap((line, index) => (line === "POST /executions" ? [index] : [])).slice(-2);
  expect(lines.slice(first, second)).toContain("GET /executions");
});

test("the ID token is sent (never the access token), by the admin flow, and renewed once on a 401", async () => {
  const { run, solution } = await given({});
  run.request({ deadlineSeconds: 900 });
  await run.run(1);
  solution.expireTokens();
  await run.run();
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  expect(solution.logins()).toEqual([
    { flow: "ADMIN_USER_PASSWORD_AUTH", user: "a@b.example" },
    { flow: "REFRESH_TOKEN_AUTH", token: "refresh-1" },
  ]);
});

/** As the first generation has it. */
const bySrp = (password: string) => (solution: FakeSolution) => {
  solution.flow = "srp";
  solution.secretText = JSON.stringify({
    apiEndpoint: `${solution.url}/dev`,
    userPoolId: "us-east-1_pool",
    clientId: "client",
    username: "a@b.example",
    password,
    authFlow: "srp",
  });
};

test("where the app client allows no admin flow the password is proven and never sent; a refresh token that is no good any more is followed by the proof again", async () => {
  const { run, solution } = await given({ generation: "G1", prepare: bySrp("pass") });
  solution.refuseRefresh = true;
  run.request({ deadlineSeconds: 900 });
  await run.run(1);
  solution.expireTokens();
  await run.run();
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  expect(solution.logins()).toEqual([
    { flow: "PASSWORD_VERIFIER", user: "user-1" },
    { flow: "REFRESH_TOKEN_AUTH", token: "refresh-1" },
    { flow: "PASSWORD_VERIFIER", user: "user-1" },
  ]);
});

test("a wrong password is refused by the proof, before anything is started", async () => {
  const { failure, solution } = await recover({ generation: "G1", prepare: bySrp("wrong") });
  expect(JSON.stringify(failure)).toContain("Incorrect username or password");
  expect(starts(solution)).toEqual([]);
});

test("a password that was changed in the secret is read with the next question: what was refused is not kept", async () => {
  const { solution } = await given({ generation: "G1", prepare: bySrp("wrong") });
  const connected = connectedThrough(
    { AWS_REGION: "us-east-1", DR_AWS_ENDPOINT: solution.url },
    { credentials: { accessKeyId: "AKIAFAKE", secretAccessKey: "none" }, readAttempts: 1 },
  );
  const { read } = createSolution(connected, () => Date.now())({ mode: "any", endpoint: undefined });
  await expect(read("/recovery-plans/plan-1")).rejects.toThrow("Incorrect username or password");
  bySrp("pass")(solution);
  expect(await read("/recovery-plans/plan-1")).toMatchObject({ id: "plan-1" });
});

test("results that a patched solution tells in one shape are carried into ours", async () => {
  const told = { standardizedResults: { status: "completed", nextPhaseReady: true, waveNumber: 1 } };
  const { result, solution } = await recover({ prepare: (fake) => (fake.told = told) });
  expect(result.resources[0]?.after).toMatchObject(told);
  expect(starts(solution)[0]?.body["enterpriseContext"]).toEqual({ parentExecutionId: "exec-1", waveNumber: 1, technologyType: "drs" });
});

test("a token goes to the secret's own endpoint and nowhere else", async () => {
  const { failure } = await recover({ config: { drs_api_endpoint: "https://elsewhere.example/dev" } });
  expect(failure?.code).toBe("drs.endpoint_not_known");
});

test.each(['{"password": hunter2', '{"clientId": 7, "password": "hunter2"}', '"hunter2"'])(
  "a secret that is not as it should be is never quoted: %s",
  async (secretText) => {
    const { run, failure } = await recover({ prepare: (solution) => (solution.secretText = secretText) });
    expect(failure?.message).toContain("secret dr-orchestration/external-apis/drs: ");
    expect(JSON.stringify(run.facts())).not.toContain("hunter2");
  },
);

test.each([
  ["a plan that is unknown", (solution: FakeSolution) => (solution.plan = {}), "drs.plan_not_found"],
  ["a plan without waves", (solution: FakeSolution) => (solution.plan = { planId: "plan-1", waves: [] }), "drs.plan_empty"],
  [
    "instances that may be live",
    (solution: FakeSolution) => (solution.existing = [{ sourceServerId: SERVERS[0], ec2InstanceId: "i-0123456789abcdef0" }]),
    "drs.instance_exists",
  ],
  [
    "quotas that say OK with a Region that failed",
    (solution: FakeSolution) => (solution.quotas = { capacity: { failedRegions: ["us-west-2"] }, concurrentJobs: { current: 0 } }),
    "drs.capacity_unknown",
  ],
  ["quotas that are null", (solution: FakeSolution) => (solution.quotas = { concurrentJobs: { current: null } }), "drs.capacity_unknown"],
])("refused before anything is started: %s", async (_name, prepare, code) => {
  const { failure, solution } = await recover({ prepare });
  expect(failure?.code).toBe(code);
  expect(starts(solution)).toEqual([]);
});
