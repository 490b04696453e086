// With AUTH_MODE=cognito callers bear tokens: who may what is said by their groups, a signature is nobody's, and the platform's own trigger still starts.
import { expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";
import { waitFor } from "../support/wait-for.ts";

interface Body {
  readonly code?: string;
  readonly roles?: readonly string[];
  readonly executionId: string;
  readonly status: string;
  readonly requestedBy?: string;
}

const runtime = runtimeOfFile(["--speed", "600"], { AUTH_MODE: "cognito" });

async function ask(group: string, method: string, path: string, body?: object) {
  const { endpoint, tokens = {} } = runtime().ready;
  const answer = await fetch(`${endpoint}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[group] ?? ""}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function ended(executionId: string) {
  return waitFor("its end", async () => {
    const { body } = await ask("DRSReadOnly", "GET", `/executions/${executionId}`);
    return body.status === "completed" ? body : undefined;
  });
}

it(
  "a plan is saved and drilled by groups of the existing solution; whoever signs, or reads only, is refused",
  { timeout: 120_000 },
  async () => {
    const groups = Object.keys(runtime().ready.tokens ?? {});
    expect(groups.length).toBe(10);
    const whoAmI = await ask("DRS-Infrastructure-Admin", "GET", "/whoami");
    expect([whoAmI.status, whoAmI.body.roles]).toEqual([200, ["DRSRecoveryManager"]]);
    const plan = chainPlan("tokens", 1);
    const refused = await ask("DRS-Read-Only", "POST", "/plans", plan);
    expect([refused.status, refused.body.code]).toEqual([403, "auth.forbidden"]);
    expect((await ask("DRS-Recovery-Plan-Manager", "POST", "/plans", plan)).status).toBe(201);
    const signed = await runtime().as("DROrchestrationAdmin")<Body>({ method: "GET", path: "/api/v1/plans" });
    expect([signed.status, signed.body.code]).toEqual([403, "auth.forbidden"]);
    const started = await ask("DRS-Operator", "POST", "/executions", { planId: plan.planId, executionType: "drill" });
    expect(started.status).toBe(202);
    expect((await ended(started.body.executionId)).requestedBy).toBe("cognito:user-of-DRS-Operator");
  },
);

it("the trigger starts by its role, which no token is asked of", { timeout: 120_000 }, async () => {
  const url = `${runtime().ready.aws.lambda}/2015-03-31/functions/dr-orchestration-trigger/invocations`;
  const order = { planId: chainPlan("tokens", 1).planId, executionType: "drill", causeId: "monthly" };
  const answer = (await (await fetch(url, { method: "POST", body: JSON.stringify(order) })).json()) as { statusCode: number; body: string };
  expect(answer.statusCode).toBe(202);
  const { executionId } = JSON.parse(answer.body) as Body;
  expect((await ended(executionId)).requestedBy).toContain("assumed-role/DRSOrchestrationTrigger/");
});
