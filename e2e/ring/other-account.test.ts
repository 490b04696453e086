// A plan that acts in two accounts, over HTTP on one machine: registered, tried by really taking the role, drilled and recovered under the execution's own name; and what is said where the role cannot be taken.
import { describe, expect, it } from "vitest";
import { savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const ACCOUNT = "210987654321";
const OTHER = "310987654321";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/DR-Cross-Account-Target-Role`;
const runtime = runtimeOfFile(["--speed", "600"]);

interface Account {
  readonly externalId: string;
  readonly roleArn: string;
  readonly validation: { readonly valid: boolean; readonly reason?: string } | null;
}
interface Done {
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly session?: { readonly arn: string; readonly sourceIdentity?: string };
}

const admin = () => runtime().as("DROrchestrationAdmin");
const register = async (accountId: string): Promise<Account> => {
  const body = { name: "orders", regions: ["us-west-2"] };
  return (await admin()<Account>({ method: "PUT", path: `/api/v1/accounts/targets/${accountId}`, body })).body;
};
const tryIt = async (accountId: string) =>
  (await admin()<Account>({ method: "POST", path: `/api/v1/accounts/targets/${accountId}/validate` })).body.validation;
const lend = async (roles: readonly object[]): Promise<void> => {
  const headers = { "content-type": "application/json" };
  const url = `${runtime().ready.endpoint}/_local/estate/seed`;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ sts: { roles } }) });
  if (!answer.ok) throw new Error(await answer.text());
};
/** What was done to databases and servers, by whom: the roles that were taken for it stand in the journal, too. */
const moved = async (): Promise<readonly Done[]> => {
  const { effects } = (await (await fetch(`${runtime().ready.endpoint}/_local/estate/effects?outcome=applied`)).json()) as {
    readonly effects: readonly Done[];
  };
  return effects.filter(({ service }) => ["rds", "drs"].includes(service));
};

const inAccount = (accountId: string, clusters: readonly string[]) => ({
  type: "database",
  operation: "failover",
  resources: { clusters },
  target: { accountId, region: "us-west-2" },
});
const here = (clusters: readonly string[]) => ({ type: "database", operation: "failover", resources: { clusters } });

describe("an account that is registered, with its role", () => {
  it("is tried by really taking the role, before it is there and after", { timeout: 120_000 }, async () => {
    const account = await register(ACCOUNT);
    expect(account.roleArn).toBe(ROLE);
    expect(await tryIt(ACCOUNT)).toMatchObject({ valid: false });
    await lend([ROLE, `${ROLE}-ReadOnly`].map((arn) => ({ arn, externalId: account.externalId })));
    expect(await tryIt(ACCOUNT)).toMatchObject({ valid: true });
    const servers = {
      type: "drs",
      operation: "recovery",
      resources: { sourceServers: ["i-app01"] },
      target: inAccount(ACCOUNT, []).target,
    };
    const waves = [
      { waveNumber: 1, name: "both", technologies: [inAccount(ACCOUNT, ["orders"]), here(["billing"])] },
      { waveNumber: 2, name: "theirs", dependencies: [1], technologies: [servers] },
    ];
    await savePlan(runtime().as("DRPlanManager"), { planId: "two-accounts", name: "two accounts", waves });
  });

  it.each([
    ["drill", ["StartRecovery", "TerminateRecoveryInstances"], []],
    ["recovery", ["FailoverDBCluster", "StartRecovery"], ["FailoverDBCluster"]],
  ] as const)("a %s acts there as the execution, and here as itself", { timeout: 240_000 }, async (executionType, there, at) => {
    const before = (await moved()).length;
    const operator = runtime().as("DRRecoveryManager");
    const executionId = await startExecution(operator, { planId: "two-accounts", executionType });
    expect((await untilStatus(operator, executionId, ["completed", "failed"], 200_000)).status).toBe("completed");
    const done = (await moved()).slice(before);
    const session = {
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/DR-Cross-Account-Target-Role/dr-${executionId}`,
      sourceIdentity: `dr-${executionId}`,
    };
    const told = done.map((one) => [one.action, one.region, one.session]);
    const wanted = [...there.map((action) => [action, "us-west-2", session]), ...at.map((action) => [action, "us-east-1", undefined])];
    expect(told).toHaveLength(wanted.length);
    expect(told).toEqual(expect.arrayContaining(wanted));
  });

  it("questions are answered with the role that only reads", async () => {
    const path = `/api/v1/technologies/database/clusters?accountId=${ACCOUNT}&region=us-west-2`;
    const answer = await runtime().as("DRReadOnly")<object>({ method: "GET", path });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toContain("orders");
  });
});

it(
  "where the role cannot be taken nothing is touched, and the refusal names the role and the trust that it needs",
  { timeout: 240_000 },
  async () => {
    await register(OTHER);
    const waves = [{ waveNumber: 1, name: "theirs", technologies: [inAccount(OTHER, ["payroll"])] }];
    await savePlan(runtime().as("DRPlanManager"), { planId: "not-let-in", name: "not let in", waves });
    const operator = runtime().as("DRRecoveryManager");
    const executionId = await startExecution(operator, { planId: "not-let-in", executionType: "recovery" });
    const ended = await untilStatus(operator, executionId, ["failed", "paused", "completed"], 200_000);
    expect(ended.status).toBe("failed");
    const told = JSON.stringify(ended);
    expect(told).toContain("task.role_refused");
    expect(told).toContain(`arn:aws:iam::${OTHER}:role/DR-Cross-Account-Target-Role`);
    expect(told).toContain("sts:ExternalId");
    expect((await moved()).filter(({ resources }) => resources.includes("payroll"))).toEqual([]);
  },
);
