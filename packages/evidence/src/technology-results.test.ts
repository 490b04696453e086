// What the results of a technology tell beside its tasks, from what was recorded; and that an export of an earlier format is held against what it told then.
import { foldExecution, type ExecutionState } from "@dr/domain";
import { toDomainEvent } from "@dr/event-log";
import type { ResourceResult } from "@dr/events";
import { expect, it } from "vitest";
import { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, RECORDED } from "./testing/index.ts";
import { resign } from "./testing/any-field.ts";
import { toOperationResults, toTechnologyResults } from "./technology-results.ts";
import { verifyExecution } from "./verify-execution.ts";

const recorded = foldExecution(RECORDED.flatMap(({ events }) => events.map((event) => toDomainEvent(event))));
const rpo = { seconds: 0, method: "test", confidence: "exact" } as const;

function resource(name: string, outcome: ResourceResult["outcome"], after: Readonly<Record<string, unknown>> = {}): ResourceResult {
  const at = "2026-11-23T04:00:00.000Z";
  const times = { startedAt: at, finishedAt: at, rtoSeconds: 0 };
  return {
    ...times,
    resource: name,
    outcome,
    rpo,
    dataLoss: { possible: false },
    before: {},
    after,
    externalIds: {},
    reversible: true,
    warnings: [],
  };
}

/** The recorded execution, the tasks of its first wave with other words and results. */
function withTasks(type: string, operation: string, resources: readonly (readonly ResourceResult[])[]): ExecutionState {
  const result = { rtoSeconds: 0, rpo, dataLoss: { possible: false }, externalIds: {}, reversible: true, warnings: [], simulated: true };
  const [first, ...others] = recorded.waves;
  const tasks = first!.tasks.map((task, index) => ({
    ...task,
    spec: { ...task.spec, type, operation },
    result: { ...result, resources: [...(resources[index] ?? [])], adapterVersion: "1.0.0" },
  }));
  return { ...recorded, pauses: { taken: 2, totalMs: 0 }, waves: [{ ...first!, tasks }, ...others] };
}

const launched = (n: number) => ({
  recoveredInstances: [
    {
      sourceInstanceId: `i-source0${n}`,
      recoveryInstanceId: `i-recovery0${n}`,
      privateIp: "10.0.1.100",
      publicIp: null,
      status: "running",
    },
  ],
  integrationMode: "native",
  performanceMetrics: { serverLaunchTimes: { [`s-0${n}`]: 60 + n } },
});

it("of DRS: each instance, how long it took to launch, and by which way", () => {
  const state = withTasks("drs", "recovery", [[resource("s-01", "completed", launched(1))], [resource("s-02", "completed", launched(2))]]);
  const { tasks, drsExportData, ...results } = toTechnologyResults(state)[0]!.results;
  expect([tasks, drsExportData]).toEqual([expect.objectContaining({ length: 3 }), expect.objectContaining({ length: 2 })]);
  expect(results).toEqual({
    executionTime: "PT3S",
    nextPhaseReady: true,
    validationRequired: false,
    recoveredInstances: [...launched(1).recoveredInstances, ...launched(2).recoveredInstances],
    performanceMetrics: {
      totalExecutionTime: 3,
      waveExecutionTimes: { 1: 26.5 },
      serverLaunchTimes: { "s-01": 61, "s-02": 62 },
      pauseResumeCycles: 2,
    },
    enterpriseMetadata: { technologyType: "drs", adapterVersion: "1.0.0", integrationMode: "native", nextPhaseReady: true },
  });
});

it("of a database: what is where it was to go, not what failed or was left alone in a drill", () => {
  const resources = [
    [resource("orders", "completed"), resource("bills", "failed")],
    [resource("stock", "noop")],
    [resource("x", "skipped_in_drill")],
  ];
  expect(toOperationResults(withTasks("database", "failover", resources), "database")).toEqual({
    executionTime: "PT1M23S",
    nextPhaseReady: true,
    validationRequired: false,
    failedOverResources: ["orders", "stock"],
    performanceMetrics: { totalExecutionTime: 82.5, waveExecutionTimes: { 1: 26.5, 2: 26.5, 3: 26.5, 4: 26.5 }, pauseResumeCycles: 2 },
    enterpriseMetadata: { technologyType: "database", adapterVersion: "1.0.0", nextPhaseReady: true },
  });
});

it("of what moves nothing: no list of what was failed over", () => {
  const state = withTasks("application", "run_command", [[resource("i-1", "completed")]]);
  expect(Object.keys(toOperationResults(state, "application"))).toEqual([
    "executionTime",
    "nextPhaseReady",
    "validationRequired",
    "performanceMetrics",
    "enterpriseMetadata",
  ]);
});

it("an export of format 2 verifies as long as it tells what it told then; neither passes for the other", async () => {
  const exported = await exportOf(RECORDED, await anchored(RECORDED));
  const keys = { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY };
  const as = (change: object) => verifyExecution(resign({ ...exported, ...change }, EXPORT_KEY), keys).ok;
  const results = JSON.parse(JSON.stringify(toTechnologyResults(recorded, 2))) as unknown;
  expect(exported["formatVersion"]).toBe(3);
  expect([as({}), as({ formatVersion: 2, results }), as({ formatVersion: 2 }), as({ results })]).toEqual([true, true, false, false]);
});
