// The requirements' waves for ONTAP, SQL Server and S3 on one machine, as drill, recovery and failback: over TLS, TDS and AWS's protocols.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { appliedEffects, savePlan, startExecution, untilStatus, type ExecutionView } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const fixtures = join(import.meta.dirname, "../../packages/domain/test/fixtures");
const wavesOf = (name: string): unknown => (parse(readFileSync(join(fixtures, name), "utf8")) as { waves: unknown }).waves;
const runtime = runtimeOfFile(["--speed", "600"]);

const save = (planId: string, waves: unknown) => savePlan(runtime().as("DRPlanManager"), { planId, name: planId, waves });
const SERVICES = ["ontap", "sqlserver", "s3", "s3-control", "cloudfront", "route53"];
const actions = async (...services: readonly string[]): Promise<string[]> =>
  (await appliedEffects(runtime().ready.endpoint))
    .filter(({ service }) => (services.length > 0 ? services : SERVICES).includes(service))
    .map(({ action }) => action);
const count = (told: readonly string[], action: string): number => told.filter((one) => one === action).length;

const clusters = { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01" };
const home = (type: string, resources: object, config: object = {}) => [
  { waveNumber: 1, technologies: [{ type, operation: "failback", resources, config }] },
];

/** Runs it to its end; whoever may approves at every gate. */
async function run(body: Record<string, unknown>): Promise<ExecutionView> {
  const executionId = await startExecution(runtime().as("DROperator"), body);
  for (let gates = 0; gates < 10; gates += 1) {
    const ends = ["completed", "failed", "paused", "rolled_back", "cancelled"];
    const seen = await untilStatus(runtime().as("DROperator"), executionId, ends, 200_000);
    if (seen.status !== "paused") return seen;
    const path = `/api/v1/executions/${executionId}`;
    for (const role of ["DRRecoveryManager", "DROrchestrationAdmin"] as const) {
      await runtime().as(role)({
        method: "POST",
        path: `${path}/approvals`,
        body: {
          pauseId: seen.pause?.pauseId,
          decision: "approve",
          planHash: seen["planHash"],
          manifestHash: seen["manifestHash"] ?? "",
          mode: seen["mode"],
          comment: "checked",
        },
      });
    }
    await runtime().as("DROperator")({ method: "PUT", path: `${path}/resume` });
  }
  throw new Error("too many gates");
}

it("NetApp ONTAP: drill, recovery, failback", { timeout: 600_000 }, async () => {
  await save("ontap", wavesOf("netapp-ontap.yaml"));
  expect((await run({ planId: "ontap", executionType: "drill" })).status).toBe("completed");
  expect((await actions()).toSorted()).toEqual([...Array<string>(3).fill("CloneVolume"), ...Array<string>(3).fill("DeleteVolume")]);
  expect((await run({ planId: "ontap", executionType: "recovery" })).status).toBe("completed");
  expect(count(await actions(), "BreakSnapMirror")).toBe(3);
  const volumes = ["vol_database_prod", "vol_application_data", "vol_user_home"];
  await save("ontap-home", home("netapp_ontap", { ...clusters, volumes, nfsExports: true }, { acceptDataLossOnSource: true }));
  expect((await run({ planId: "ontap-home", executionType: "recovery" })).status).toBe("completed");
  const told = await actions("ontap");
  expect([count(told, "CreateSnapMirror"), count(told, "DeleteSnapMirror"), count(told, "BreakSnapMirror")]).toEqual([3, 3, 6]);
});

it("NetApp ONTAP: a whole virtual machine and a consistency group, drill, recovery, failback", { timeout: 600_000 }, async () => {
  const resources = { ...clusters, volumes: ["svm_files:", "svm_db:/cg/payroll"], nfsExports: true };
  const wave = { type: "netapp_ontap", operation: "failover", resources, config: { drillSvm: "svm_db" } };
  await save("wholes", [{ waveNumber: 1, technologies: [wave] }]);
  const before = await actions("ontap");
  const since = async (): Promise<string[]> => (await actions("ontap")).slice(before.length);
  expect((await run({ planId: "wholes", executionType: "drill" })).status).toBe("completed");
  expect((await since()).toSorted()).toEqual([...Array<string>(4).fill("CloneVolume"), ...Array<string>(4).fill("DeleteVolume")]);
  expect((await run({ planId: "wholes", executionType: "recovery" })).status).toBe("completed");
  const moved = await since();
  expect([count(moved, "BreakSnapMirror"), count(moved, "UpdateSvm"), count(moved, "UpdateVolume")]).toEqual([2, 2, 2]);
  await save("wholes-home", home("netapp_ontap", { ...clusters, volumes: resources.volumes }, { acceptDataLossOnSource: true }));
  expect((await run({ planId: "wholes-home", executionType: "recovery" })).status).toBe("completed");
  const back = await since();
  expect([count(back, "BreakSnapMirror"), count(back, "DeleteSnapMirror"), count(back, "UpdateSvm")]).toEqual([4, 2, 4]);
});

it("SQL Server: drill, recovery, failback", { timeout: 600_000 }, async () => {
  await save("sql", wavesOf("sql-always-on.yaml"));
  expect((await run({ planId: "sql", executionType: "drill" })).status).toBe("completed");
  expect((await actions("sqlserver")).filter((action) => /Snapshot|DropDatabase/.test(action))).toEqual([
    ...Array<string>(3).fill("CreateSnapshot"),
    ...Array<string>(3).fill("DropDatabase"),
  ]);
  expect((await run({ planId: "sql", executionType: "recovery" })).status).toBe("completed");
  await save("sql-home", home("sql_always_on", { availabilityGroup: "ProductionAG", targetReplica: "SQL-PROD-01" }));
  expect((await run({ planId: "sql-home", executionType: "recovery" })).status).toBe("completed");
  expect(count(await actions("sqlserver"), "PlannedFailover")).toBe(2);
});

it("S3 with CloudFront and Route 53: drill, recovery, failback", { timeout: 600_000 }, async () => {
  const waves = wavesOf("s3-replication.yaml") as { resources: object }[];
  await save("s3", waves);
  expect((await run({ planId: "s3", executionType: "drill" })).status).toBe("completed");
  const switches = ["UpdateDistribution", "ChangeResourceRecordSets"];
  expect((await actions()).filter((action) => switches.includes(action))).toEqual([]);
  expect((await run({ planId: "s3", executionType: "recovery" })).status).toBe("completed");
  const moved = await actions();
  expect(switches.map((action) => count(moved, action))).toEqual([2, 1]);
  await save("s3-home", home("s3_replication", waves[0]?.resources ?? {}));
  expect((await run({ planId: "s3-home", executionType: "recovery" })).status).toBe("completed");
  const back = await actions();
  expect(switches.map((action) => count(back, action))).toEqual([4, 2]);
  // Writes to the replicas are forbidden while the last of them are brought home, and allowed again.
  expect(count(back, "PutBucketPolicy") + count(back, "DeleteBucketPolicy")).toBe(6);
});
