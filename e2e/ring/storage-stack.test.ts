// Systems that are not AWS on one machine: the requirements' waves for ONTAP and SQL Server as drill, recovery and failback, over TLS and TDS.
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
const actions = async (): Promise<string[]> =>
  (await appliedEffects(runtime().ready.endpoint))
    .filter(({ service }) => service === "ontap" || service === "sqlserver")
    .map(({ action }) => action);

/** Runs it to its end; whoever may approves at every gate. */
async function run(body: Record<string, unknown>): Promise<ExecutionView> {
  const executionId = await startExecution(runtime().as("DROperator"), body);
  for (let gates = 0; gates < 10; gates += 1) {
    const seen = await untilStatus(runtime().as("DROperator"), executionId, ["completed", "failed", "paused", "rolled_back", "cancelled"]);
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
    await runtime().as("DROperator")({ method: "POST", path: `${path}/resume`, body: { pauseId: seen.pause?.pauseId } });
  }
  throw new Error("too many gates");
}

it("NetApp ONTAP: drill, recovery, failback", { timeout: 240_000 }, async () => {
  await save("ontap", wavesOf("netapp-ontap.yaml"));
  expect((await run({ planId: "ontap", executionType: "drill" })).status).toBe("completed");
  expect((await actions()).toSorted()).toEqual([...Array<string>(3).fill("CloneVolume"), ...Array<string>(3).fill("DeleteVolume")]);
  expect((await run({ planId: "ontap", executionType: "recovery" })).status).toBe("completed");
  expect((await actions()).filter((action) => action === "BreakSnapMirror")).toHaveLength(3);
  const resources = { sourceCluster: "ontap-prod-01", destinationCluster: "ontap-dr-01", volumes: ["vol_database_prod"] };
  const config = { acceptDataLossOnSource: true };
  await save("ontap-home", [{ waveNumber: 1, technologies: [{ type: "netapp_ontap", operation: "failback", resources, config }] }]);
  expect((await run({ planId: "ontap-home", executionType: "recovery" })).status).toBe("completed");
});

it("SQL Server: drill, recovery, failback", { timeout: 240_000 }, async () => {
  await save("sql", wavesOf("sql-always-on.yaml"));
  expect((await run({ planId: "sql", executionType: "drill" })).status).toBe("completed");
  expect((await actions()).filter((action) => /Snapshot|DropDatabase/.test(action))).toEqual(["CreateSnapshot", "DropDatabase"]);
  expect((await run({ planId: "sql", executionType: "recovery" })).status).toBe("completed");
  const resources = { availabilityGroup: "ProductionAG", targetReplica: "SQL-PROD-01" };
  await save("sql-home", [{ waveNumber: 1, technologies: [{ type: "sql_always_on", operation: "failback", resources }] }]);
  expect((await run({ planId: "sql-home", executionType: "recovery" })).status).toBe("completed");
  expect((await actions()).filter((action) => action === "PlannedFailover")).toHaveLength(2);
});
