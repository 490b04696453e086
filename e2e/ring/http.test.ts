// What a caller sees over HTTP: signatures, roles, idempotency, problems with path and place.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSignedClient } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { appliedEffects, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const runtime = runtimeOfFile(["--speed", "600"]);

interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { path: string; line?: number; column?: number; message: string; code: string }[];
}
const postPlan = (body: unknown, contentType = "application/json") =>
  runtime().as("DRPlanManager")<ProblemBody>({ method: "POST", path: "/api/v1/plans", body, contentType });

describe("signatures and roles", () => {
  it("refuses an unsigned request and a wrong secret alike", async () => {
    const unsigned = await fetch(`${runtime().ready.endpoint}/api/v1/plans`);
    const { accessKeyId = "" } = runtime().ready.credentials["DROperator"] ?? {};
    const wrong = await createSignedClient({
      endpoint: runtime().ready.endpoint,
      region: "us-east-1",
      accessKeyId,
      secretAccessKey: "guess",
    })<ProblemBody>({ method: "GET", path: "/api/v1/plans" });
    expect([unsigned.status, wrong.status]).toEqual([403, 403]);
    const { correlationId, ...told } = (await unsigned.json()) as ProblemBody & { correlationId: string };
    expect({ ...wrong.body, correlationId }).toEqual({ ...told, correlationId });
  });

  it("refuses what a role may not do, whatever a header claims", async () => {
    const readOnly = runtime().as("DRReadOnly");
    const headers = { "x-assumed-role-arn": "arn:aws:sts::000000000000:assumed-role/DROrchestrationAdmin/me" };
    const answer = await readOnly<ProblemBody>({ method: "POST", path: "/api/v1/plans", body: chainPlan("role", 1), headers });
    expect([answer.status, answer.body.code]).toEqual([403, "auth.forbidden"]);
    expect((await readOnly({ method: "GET", path: "/api/v1/plans" })).status).toBe(200);
  });
});

describe("idempotency", () => {
  it("starts one execution for one key, however often it is posted", { timeout: 60_000 }, async () => {
    const operator = runtime().as("DROperator");
    const plan = chainPlan("idem", 1);
    await savePlan(runtime().as("DRPlanManager"), plan);
    const body = { planId: plan.planId, executionType: "recovery" };
    const headers = { "idempotency-key": "one-key" };
    const first = await startExecution(operator, body, headers);
    const again = await operator<{ executionId: string }>({ method: "POST", path: "/api/v1/executions", body, headers });
    const other = await operator<ProblemBody>({
      method: "POST",
      path: "/api/v1/executions",
      body: { ...body, executionType: "drill" },
      headers,
    });
    expect([again.status, again.body.executionId]).toEqual([202, first]);
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
    expect((await untilStatus(operator, first, ["completed", "failed"])).status).toBe("completed");
    const effects = await appliedEffects(runtime().ready.endpoint);
    expect(effects.filter((effect) => effect.resources.includes("aurora-idem-1")).length).toBe(1);
  });
});

describe("bad input", () => {
  it("reports all problems of a plan at once, with their paths", async () => {
    const answer = await postPlan({
      planId: "bad",
      name: "Bad",
      waves: [
        {
          waveNumber: 1,
          name: "A",
          technologies: [{ type: "database", operation: "failover", resources: { clusters: ["a"] } }],
          dependencies: [2],
        },
        { waveNumber: 2, name: "B", technologies: [{ type: "mainframe", operation: "failover", resources: {} }], dependencies: [1] },
        { waveNumber: 2, name: "C", technologies: [{ type: "database", operation: "explode", resources: {} }], dependencies: [9] },
      ],
    });
    expect(answer.status).toBe(422);
    const codes = (answer.body.errors ?? []).map(({ path, code }) => `${path} ${code}`);
    expect(codes.toSorted()).toEqual([
      "waves[1].dependencies[0] plan.cycle",
      "waves[1].technologies[0].type plan.unknown_technology",
      "waves[2].dependencies[0] plan.unknown_wave",
      "waves[2].technologies[0].operation plan.unknown_operation",
      "waves[2].waveNumber plan.duplicate_wave",
    ]);
    expect(answer.body.errors?.find((error) => error.code === "plan.cycle")?.message).toContain("1 → 2 → 1");
  });

  it("gives line and column of malformed YAML", async () => {
    const answer = await postPlan("planId: p\nwaves:\n  - waveNumber: [1\n    name: x\n", "application/yaml");
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.errors?.[0]).toMatchObject({ line: expect.any(Number) as number, column: expect.any(Number) as number });
  });

  it("refuses a body of 5 MB", async () => {
    const answer = await postPlan(JSON.stringify({ planId: "big", description: "x".repeat(5 * 1024 * 1024) }));
    expect([answer.status, answer.body.code]).toEqual([413, "http.body_too_large"]);
  });

  it("answers 404 for an unknown execution and 409 for pausing a finished one", { timeout: 60_000 }, async () => {
    const operator = runtime().as("DROperator");
    const unknown = await operator<ProblemBody>({ method: "GET", path: "/api/v1/executions/exec-01982f00-0000-7000-8000-00000000dead" });
    expect([unknown.status, unknown.body.code]).toEqual([404, "execution.not_found"]);
    const plan = chainPlan("finished", 1);
    await savePlan(runtime().as("DRPlanManager"), plan);
    const executionId = await startExecution(operator, { planId: plan.planId, executionType: "recovery" });
    await untilStatus(operator, executionId, ["completed"]);
    const paused = await operator<ProblemBody & { details?: { status?: string } }>({
      method: "PUT",
      path: `/api/v1/executions/${executionId}/pause`,
      body: { reason: "too late" },
    });
    expect([paused.status, paused.body.code]).toEqual([409, "execution.already_ended"]);
    expect(JSON.stringify(paused.body)).toContain("completed");
  });
});

it("keeps the requirements' example plan as it is and accepts it", async () => {
  const text = readFileSync(join(import.meta.dirname, "../../plans/enterprise-app-recovery-prod.yaml"), "utf8");
  const saved = await postPlan(text, "application/yaml");
  expect(saved.status).toBe(201);
});
