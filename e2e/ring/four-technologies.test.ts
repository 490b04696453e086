// The plans that docs/how-to/move-an-application.md shows for a whole application, each run on an estate: a rehearsal that leaves nothing, moves to us-west-2 by either way, and the way home from both.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { addFault, clearFaults } from "../support/faults.ts";
import {
  appliedEffects,
  createDataFolder,
  failuresOf,
  startExecution,
  startRuntime,
  untilStatus,
  type ExecutionView,
} from "../support/runtime.ts";

const folder = join(import.meta.dirname, "../../plans");
const [data, afterwards] = [createDataFolder(), createDataFolder()];
let runtime: SpawnedRuntime;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
}, 120_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
  afterwards.remove();
});

interface Ran {
  readonly view: ExecutionView;
  /** Actions on the estate, in their order, since it began. */
  readonly actions: readonly string[];
}

async function save(planId: string): Promise<void> {
  const body = readFileSync(join(folder, `${planId}.yaml`), "utf8");
  const saved = await runtime.as("DRPlanManager")({ method: "POST", path: "/api/v1/plans", body, contentType: "application/yaml" });
  expect([saved.status, JSON.stringify(saved.body)]).toEqual([201, expect.any(String)]);
}

async function run(planId: string, how: Record<string, unknown>): Promise<Ran> {
  const before = (await appliedEffects(runtime.ready.endpoint)).length;
  const operator = runtime.as("DROperator");
  const executionId = await startExecution(operator, { planId, ...how });
  let view = await untilStatus(operator, executionId, ["completed", "failed", "cancelled", "paused"], 240_000);
  if (view.status === "paused" && view.pause?.approval) {
    const { planHash, manifestHash, mode } = view;
    const decision = { pauseId: view.pause.pauseId, decision: "approve", planHash, manifestHash, mode, comment: "us-east-1 is lost" };
    await runtime.as("DRRecoveryManager")({ method: "POST", path: `/api/v1/executions/${executionId}/approvals`, body: decision });
    view = await untilStatus(operator, executionId, ["completed", "failed", "cancelled"], 240_000);
  }
  const actions = (await appliedEffects(runtime.ready.endpoint)).slice(before).map(({ action }) => action);
  return { view, actions };
}

const counted = (actions: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(actions)].toSorted().map((action) => [action, actions.filter((one) => one === action).length]));
const seen = ({ view, actions }: Ran) => ({ status: view.status, failures: failuresOf(view), actions: counted(actions) });

it("a rehearsal looks at the database, launches servers and instances, and removes all of it", { timeout: 300_000 }, async () => {
  await save("shop-drill");
  const ran = await run("shop-drill", { executionType: "drill", mode: "planned" });
  expect(seen(ran)).toEqual({
    status: "completed",
    failures: [],
    actions: { RunInstances: 1, SendCommand: 1, StartRecovery: 1, TerminateInstances: 1, TerminateRecoveryInstances: 1 },
  });
  expect(JSON.stringify(ran.view)).not.toMatch(/"leftovers":\["/);
});

it("a planned switchover moves the database, the servers, the application and the traffic", { timeout: 300_000 }, async () => {
  await save("shop-switchover");
  expect(seen(await run("shop-switchover", { executionType: "recovery", mode: "planned" }))).toEqual({
    status: "completed",
    failures: [],
    actions: { ChangeResourceRecordSets: 1, SendCommand: 1, StartRecovery: 1, SwitchoverGlobalCluster: 1, UpdateService: 1 },
  });
});

/** What the way home does, whichever way it was left by. */
const HOME = {
  status: "completed",
  failures: [],
  actions: {
    ChangeResourceRecordSets: 1,
    ReverseReplication: 2,
    SendCommand: 1,
    StartRecovery: 1,
    SwitchoverGlobalCluster: 1,
    TerminateRecoveryInstances: 1,
  },
};

it("the failback brings all of it home, and removes what ran in us-west-2", { timeout: 300_000 }, async () => {
  await save("shop-failback");
  expect(seen(await run("shop-failback", { executionType: "recovery", mode: "planned" }))).toEqual(HOME);
});

it("with us-east-1 lost the failover asks it nothing", { timeout: 300_000 }, async () => {
  // Another estate, on which nothing was moved before: the application came home by a recovery on the first.
  await runtime.stop();
  runtime = await startRuntime(afterwards.path, ["--speed", "600"]);
  await save("shop-failover");
  await addFault(runtime.ready.endpoint, { kind: "region-down", region: "us-east-1" });
  const ran = await run("shop-failover", { executionType: "recovery", mode: "unplanned" });
  await clearFaults(runtime.ready.endpoint);
  expect(seen(ran)).toEqual({
    status: "completed",
    failures: [],
    actions: { FailoverGlobalCluster: 1, SendCommand: 1, StartRecovery: 1, UpdateRoutingControlStates: 1, UpdateService: 1 },
  });
});

it("the same failback brings it home after that failover, once us-east-1 is back", { timeout: 300_000 }, async () => {
  await save("shop-failback");
  expect(seen(await run("shop-failback", { executionType: "recovery", mode: "planned" }))).toEqual(HOME);
});
