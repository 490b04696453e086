// `requireManualApproval` of a task of storage, SQL Server, ONTAP or S3: nothing begins before somebody else has approved, in a plan as in a single call.
import { expect, test } from "vitest";
import { createFullApi, planIt, sayReady } from "./support.ts";

const OPERATIONS = {
  "sql_always_on/failover": { availabilityGroup: "Payroll", primaryReplica: "SQL-A", secondaryReplica: "SQL-B" },
  "sql_always_on/failback": { availabilityGroup: "Payroll", targetReplica: "SQL-A" },
  "netapp_ontap/failover": { sourceCluster: "c1", destinationCluster: "c2", volumes: ["svm_x:data"] },
  "s3_replication/failover": {
    sourceBuckets: ["bucket-one"],
    destinationRegion: "eu-west-1",
    multiRegionAccessPoints: ["arn:aws:s3::123456789012:accesspoint/m.mrap"],
  },
  "storage/efs_failover": {
    fileSystems: [{ source: "fs-0a1b2c3d4e5f60007", destination: "fs-0a1b2c3d4e5f60008" }],
    sourceRegion: "eu-west-1",
    destinationRegion: "eu-central-1",
  },
};
const validation = { requireManualApproval: true };
type Api = ReturnType<typeof createFullApi>;

/** Asks for it by itself, or as a plan with a wave of its own. */
async function ask(api: Api, how: "call" | "plan", name: string, resources: object): Promise<string> {
  const by = { role: "DRSRecoveryManager", session: "kim" };
  if (how === "call")
    return (await api.call(`POST /api/v1/technologies/${name}`, { ...by, body: { ...resources, validation } })).body.executionId;
  const [type, operation] = name.split("/");
  const plan = { planId: "p", name: "p", waves: [{ waveNumber: 1, technologies: [{ type, operation, resources, validation }] }] };
  expect((await api.call("POST /api/v1/plans", { body: plan })).body.errors).toBeUndefined();
  return (await api.call("POST /api/v1/executions", { ...by, body: { planId: "p", executionType: "recovery" } })).body.executionId;
}

const begun = async (api: Api, executionId: string): Promise<number> => {
  const { body } = await api.call(`GET /api/v1/executions/${executionId}/events?after=0`);
  return (body.events as { type: string }[]).filter(({ type }) => type === "WaveStarted").length;
};

test.each(
  Object.entries(OPERATIONS).flatMap(([name, resources]) => (["call", "plan"] as const).map((how) => [name, how, resources] as const)),
)("%s as a %s waits for another person, and goes on once one has approved", async (name, how, resources) => {
  const api = createFullApi();
  const executionId = await ask(api, how, name, resources);
  await planIt(api, executionId);
  const seen = (await api.call(`GET /api/v1/executions/${executionId}`)).body;
  expect([seen.status, await begun(api, executionId)]).toEqual(["paused", 0]);
  const { planHash, manifestHash, mode, pause } = seen;
  expect(pause).toMatchObject({ waveNumber: 1, approval: { approverRoles: ["DRRecoveryManager", "DROrchestrationAdmin"] } });
  const body = { pauseId: pause.pauseId, decision: "approve", planHash, manifestHash, mode };
  const approve = async (role: string, session: string) => {
    const answer = await api.call(`POST /api/v1/executions/${executionId}/approvals`, { role, session, body });
    return answer.body.code ?? answer.body.status;
  };
  const resumed = await api.call(`PUT /api/v1/executions/${executionId}/resume`, { role: "DRSOperator" });
  expect([resumed.body.code, await approve("DRSOperator", "ann"), await approve("DRSRecoveryManager", "kim")]).toEqual([
    "execution.approval_required",
    "approval.not_authorised",
    "approval.self",
  ]);
  expect(await begun(api, executionId)).toBe(0);
  expect(await approve("DRSRecoveryManager", "ann")).toBe("in_progress");
  await sayReady(api, executionId, (await api.executions.load(executionId)).state.waves);
  expect(await begun(api, executionId)).toBe(1);
});

test("without it nobody is asked, and what is no yes or no is refused with its field", async () => {
  const api = createFullApi();
  const [name, resources] = Object.entries(OPERATIONS)[0]!;
  const run = (more: object) =>
    api.call(`POST /api/v1/technologies/${name}`, { role: "DRSRecoveryManager", body: { ...resources, ...more } });
  const free = await run({ validation: { requireManualApproval: false } });
  await planIt(api, free.body.executionId);
  expect((await api.call(`GET /api/v1/executions/${free.body.executionId}`)).body.status).toBe("in_progress");
  const refused = await run({ validation: { requireManualApproval: "yes", syncLagTreshold: "5s" } });
  expect(refused.body.errors.map(({ path, expected }: { path: string; expected: string }) => [path, expected])).toEqual([
    ["validation.requireManualApproval", "boolean"],
    ["validation.syncLagTreshold", "syncLagThreshold"],
  ]);
});

/** Limits in units that nobody wrote yet, and what is none, by the gate. */
const GATES = [
  ["sql_always_on/failover", "syncLagThreshold", ["7s", "2m", 0.5, "1h"], ["5", "five seconds", "5 parsecs", -1, true]],
  ["sql_always_on/failover", "healthCheckTimeout", ["45s", "1m", 90], ["30 sek", "", null, [30]]],
  ["netapp_ontap/failover", "snapmirrorLagThreshold", ["20m", "1h", 61], ["15 minutes ago", "m15", -5]],
  ["netapp_ontap/failover", "clusterHealthCheck", [true, false], ["yes", 1, "true"]],
  ["s3_replication/failover", "replicationLagThreshold", ["6m", "330s", 0], ["5mm", "-5m", {}]],
  ["storage/efs_failover", "replicationLagThreshold", ["16m", "2h"], ["15 Min.", "soon"]],
] as const;

test.each(GATES)("%s: %s takes a length of time or yes and no, and refuses anything else at its field", async (name, gate, good, bad) => {
  const told = async (value: unknown): Promise<unknown> => {
    const body = { ...OPERATIONS[name], validation: { [gate]: value } };
    const { status, body: answer } = await createFullApi().call(`POST /api/v1/technologies/${name}`, { role: "DRSRecoveryManager", body });
    return status === 202 ? "taken" : (answer.errors as { path: string }[] | undefined)?.map(({ path }) => path).join();
  };
  expect(await Promise.all(good.map(told))).toEqual(good.map(() => "taken"));
  expect(await Promise.all(bad.map(told))).toEqual(bad.map(() => `validation.${gate}`));
});
