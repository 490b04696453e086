/** Golden lines: what is written here is what CloudWatch reads. */
import { expect, test } from "vitest";
import { ledgerItem } from "../testing/ledger-conformance.ts";
import type { LedgerItem, StoredOutcome } from "../ledger/item.ts";
import { metricName, operationMetrics } from "./operation-metrics.ts";
import { technologyAlarms, technologyGraphs } from "./technology-alarms.ts";

const base = ledgerItem("one");
const resource = (outcome: string) => ({ outcome });
interface Change {
  readonly acts?: number;
  readonly task?: object;
  readonly type?: string;
  readonly dataLoss?: object;
  readonly code?: string;
}
const closed = ({ acts = 1, task = {}, type = "TechnologyCompleted", dataLoss = { possible: false }, code }: Change) => {
  const item = {
    ...base,
    planId: "payments",
    waveNumber: 2,
    executionType: "recovery",
    createdAt: "2026-11-23T04:00:00.000Z",
    task: { ...base.task, type: "drs", operation: "recovery", phase: "execute", ...task },
    steps: { a: { state: "TERMINAL", acts, warnings: [] }, b: { state: "TERMINAL", acts: 0, warnings: [] } },
  } as LedgerItem;
  const outcome = {
    time: "2026-11-23T04:02:30.000Z",
    type,
    data: {
      ...(code === undefined ? {} : { failure: { code } }),
      result: { resources: [resource("completed"), resource("noop")], dataLoss },
    },
  };
  return operationMetrics(item, outcome as unknown as StoredOutcome).map((line) => JSON.stringify(line));
};
interface Written extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}
const head = (namespace: string, dimensions: string, metric: string, unit: string) =>
  `{"_aws":{"Timestamp":1795406550000,"CloudWatchMetrics":[{"Namespace":"${namespace}","Dimensions":[${dimensions}],"Metrics":[{"Name":"${metric}","Unit":"${unit}"}]}]}`;

test("a recovery: duration, instances, and the time of its wave, with the dimensions of the requirements", () => {
  const drs = "Enterprise-DR/DRS-Adapter";
  expect(closed({})).toEqual([
    `${head(drs, '["Technology","Operation","ExecutionType"],["Technology","ExecutionType"]', "ExecutionDuration", "Seconds")},"Technology":"DRS","Operation":"recovery","ExecutionType":"recovery","ExecutionDuration":150}`,
    `${head(drs, '["Technology","RecoveryPlan"]', "RecoveredInstances", "Count")},"Technology":"DRS","RecoveryPlan":"payments","RecoveredInstances":1}`,
    `${head(drs, '["Technology","WaveNumber"]', "WaveExecutionTime", "Seconds")},"Technology":"DRS","WaveNumber":"2","WaveExecutionTime":150}`,
  ]);
});

test("a failover also tells its duration, and the data that it lost where that is known", () => {
  const lines = closed({ task: { type: "database", operation: "failover" }, dataLoss: { possible: true, seconds: 12 } });
  const database = "Enterprise-DR/Database-Adapter";
  expect(lines.slice(3)).toEqual([
    `${head(database, '["Technology","Operation"]', "FailoverDuration", "Seconds")},"Technology":"Database","Operation":"failover","FailoverDuration":150}`,
    `${head(database, '["Technology","Operation"],["Technology"]', "DataLoss", "Seconds")},"Technology":"Database","Operation":"failover","DataLoss":12}`,
  ]);
});

test("a rollback tells its duration alone; what did nothing tells nothing", () => {
  expect(closed({ task: { phase: "rollback" } }).map((line) => /"Operation":"([^"]+)"/.exec(line)?.[1])).toEqual(["recovery.rollback"]);
  expect(closed({ acts: 0 })).toEqual([]);
});

test("a failure is counted by its kind of execution, also one that did nothing; one that people cancelled is none", () => {
  const failed = `${head("Enterprise-DR/DRS-Adapter", '["Technology","ExecutionType"]', "OperationFailed", "Count")},"Technology":"DRS","ExecutionType":"recovery","OperationFailed":1}`;
  expect(closed({ acts: 0, type: "TechnologyFailed", code: "drs.launch_failed" })).toEqual([failed]);
  expect(closed({ type: "TechnologyFailed", code: "drs.launch_failed" })[0]).toBe(failed);
  expect(closed({ acts: 0, type: "TechnologyFailed", code: "task.cancelled" })).toEqual([]);
});

test("a technology that only leads names elsewhere has no alarm of lost data", () => {
  const alarmed = (operation: string) => technologyAlarms("infrastructure", [operation]).map(({ metric }) => metric);
  expect([alarmed("dns_failover"), alarmed("efs_failover")]).toEqual([
    ["OperationFailed", "ExecutionDuration"],
    ["OperationFailed", "ExecutionDuration", "DataLoss"],
  ]);
});

test("every alarm and every graph is on a figure that is written, in its very dimensions", () => {
  const task = { type: "database", operation: "failover" };
  const lines = [
    ...closed({ task, dataLoss: { possible: true, seconds: 12 } }),
    ...closed({ task, type: "TechnologyFailed", code: "database.unhealthy" }),
  ];
  const written = lines.flatMap((text) => {
    const line = JSON.parse(text) as Written;
    return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.map((keys) => ({ namespace: Namespace, metric: Metrics[0]?.Name, dimensions: keys.map((key) => [key, line[key]]) })),
    );
  });
  const watched = technologyAlarms("database", ["failover"]).map(({ metric, of }) => ({
    namespace: of?.namespace,
    metric,
    dimensions: Object.entries(of?.dimensions ?? {}),
  }));
  expect(watched.map(({ metric }) => metric)).toEqual(["OperationFailed", "ExecutionDuration", "DataLoss"]);
  expect(written).toEqual(expect.arrayContaining(watched));
  const drawn = technologyGraphs("database").flatMap(({ metrics, each }) =>
    metrics.map((metric) => ({ namespace: each?.namespace, metric, keys: each?.dimensions })),
  );
  const keyed = written.map(({ namespace, metric, dimensions }) => ({ namespace, metric, keys: dimensions.map(([key]) => key) }));
  expect(keyed).toEqual(expect.arrayContaining(drawn));
});

test.each([
  ["application", "Application"],
  ["infrastructure", "Infrastructure"],
  ["sql_always_on", "SqlAlwaysOn"],
])("%s is %s", (technology, name) => {
  expect(metricName(technology)).toBe(name);
});
