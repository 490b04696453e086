// What a read asks of DynamoDB, counted on the wire: the same for a plan of one task and for the largest that can be kept.
import { randomUUID } from "node:crypto";
import { EXECUTION_STATE_VERSION } from "@dr/domain";
import {
  createDeploymentStore,
  createDynamoEventLog,
  createHistoryStore,
  createLeaseStore,
  createPlanCatalog,
  createSnapshotStore,
  deploymentTable,
  eventLogTable,
  executionHistoryTable,
  leaseTable,
  operationTable,
  planCatalogTable,
  snapshotTable,
} from "@dr/event-log";
import { createTable, localDocuments, startLocalDynamoDb, type LocalDynamoDb } from "@dr/event-log/testing";
import { ROUTE_LIST } from "@dr/routes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifest } from "../manifest.ts";
import { createTestApi, type TestApi } from "../test/api.ts";
import { createProgressReader } from "./executions/progress-client.ts";
import { createIdempotencyRecords } from "./idempotency/records-client.ts";

let local: LocalDynamoDb;
let documents: ReturnType<typeof localDocuments>;
const asked: string[] = [];
const TABLES = [eventLogTable, executionHistoryTable, planCatalogTable, leaseTable, operationTable, snapshotTable, deploymentTable];

beforeAll(async () => {
  local = await startLocalDynamoDb();
  documents = localDocuments(local.endpoint);
  for (const table of [...TABLES, ...manifest.tables]) await createTable(documents, table);
  documents.middlewareStack.add(
    (next, context) => (args) => {
      asked.push(String(context["commandName"]));
      return next(args);
    },
    { step: "initialize", name: "count" },
  );
});
afterAll(async () => {
  documents.destroy();
  await local.stop();
});

/** An environment that has just begun, over the same tables. */
function freshApi(): TestApi {
  const on = (tableName: string) => ({ documents, tableName });
  return createTestApi({
    newId: randomUUID,
    log: createDynamoEventLog(on(eventLogTable.name)),
    history: createHistoryStore(on(executionHistoryTable.name)),
    planCatalog: createPlanCatalog(on(planCatalogTable.name)),
    leases: createLeaseStore(on(leaseTable.name)),
    deployments: createDeploymentStore(on(deploymentTable.name)),
    idempotencyRecords: createIdempotencyRecords(on("dr-idempotency")),
    readProgress: createProgressReader(on(operationTable.name)),
    snapshots: {
      store: createSnapshotStore({ ...on(snapshotTable.name), readKey: () => Promise.resolve("k".repeat(32)) }),
      stateVersion: EXECUTION_STATE_VERSION,
    },
  });
}

type Requests = readonly string[];

async function requestsOf(work: () => Promise<unknown>): Promise<Requests> {
  asked.length = 0;
  await work();
  return asked.map((name) => name.replace(/(?:Item)?Command$/, ""));
}

/** A plan with a started execution all of whose tasks run. */
async function running(planId: string, tasks: number, clusters: number): Promise<string> {
  const api = freshApi();
  const technologies = Array.from({ length: tasks }, (_, task) => ({
    type: "database",
    operation: "failover",
    resources: { clusters: Array.from({ length: clusters }, (_each, index) => `cluster-of-the-shop-${task}-${index}`) },
  }));
  const saved = await api.call("POST /plans", {
    body: { planId, name: planId, waves: [{ waveNumber: 1, name: "one", dependencies: [], technologies }] },
  });
  const started = await api.call("POST /executions", { body: { planId, executionType: "drill", force: true } });
  if (started.status !== 202) throw new Error(JSON.stringify([saved.body, started.body]));
  const { versions } = (await api.plans.load(planId)).state;
  const waves = versions[1]?.waves ?? [];
  const now = api.clock.nowIso();
  await api.command(started.body.executionId, {
    type: "PlanExecution",
    now,
    waves,
    manifestHash: "m",
    admit: true,
    maxConcurrentExecutions: 50,
  });
  return started.body.executionId;
}

const reads = ROUTE_LIST.filter(
  ({ method, rate, path }) => method === "GET" && rate === "read" && /^\/(?:plans|executions|technologies\/.*d\})/.test(path),
);
/** Nothing is tagged that changes while nobody writes. */
const tagged = reads.filter(({ answers }) => answers[200]?.headers?.includes("etag"));

describe.each([
  { planId: "small", tasks: 1, clusters: 1 },
  { planId: "large", tasks: 60, clusters: 300 },
  { planId: "many", tasks: 1_500, clusters: 1 },
])("a plan of $tasks tasks with $clusters resources each", ({ planId, tasks, clusters }) => {
  let executionId = "";
  const pathOf = (row: { readonly path: string }): string => {
    const names: Record<string, string> = {
      planId,
      executionId,
      operationId: executionId,
      technology: "database",
      version: "1",
      other: "1",
    };
    return row.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => names[name] ?? name);
  };
  beforeAll(async () => {
    executionId = await running(planId, tasks, clusters);
  });

  it("is read by two requests at most, also in an environment that has just begun, by one if the client has it", async () => {
    const seen = [];
    for (const row of reads) {
      const api = freshApi();
      let etag = "";
      const cold = await requestsOf(async () => (etag = (await api.call(`GET ${pathOf(row)}`)).headers["etag"] ?? ""));
      const warm = await requestsOf(() => api.call(`GET ${pathOf(row)}`));
      let status = 0;
      const poll = await requestsOf(
        async () => ({ status } = await api.call(`GET ${pathOf(row)}`, { headers: { "if-none-match": etag } })),
      );
      seen.push({ operation: row.operation, cold: cold.length, warm: warm.length, ...(etag === "" ? {} : { poll: poll.length, status }) });
    }
    const ofPlan = { cold: 1, warm: 1, poll: 1, status: 304 };
    const ofExecution = { cold: 2, warm: 2, poll: 1, status: 304 };
    const ofStream = { cold: 1, warm: 1, poll: 1, status: 304 };
    const exported = planId === "small" ? ofPlan : { cold: 1, warm: 1 };
    expect(seen).toEqual([
      ...["getPlan", "getPlanWaves", "listPlanVersions", "getPlanVersion", "diffPlanVersions"].map((operation) => ({
        operation,
        ...ofPlan,
      })),
      { operation: "exportPlan", ...exported },
      ...["getExecution", "getExecutionStatus", "listExecutionEvents"].map((operation) => ({ operation, ...ofExecution })),
      { operation: "getExecutionTimeline", ...ofStream },
      { operation: "getOperationStatus", ...ofExecution },
      { operation: "getOperationResults", cold: 2, warm: 2 },
      ...["getTechnologyStatus", "getTechnologyExecution"].map((operation) => ({ operation, ...ofExecution })),
    ]);
  });
});

it("an estimate asks for the plan alone, while what ran before is remembered", async () => {
  const api = freshApi();
  const estimate = () => api.call("GET /plans/small/estimate");
  const [first, next] = [await requestsOf(estimate), await requestsOf(estimate)];
  expect([first.length, next]).toEqual([4, ["Query"]]);
});

it("every read of a plan or an execution has a tag, so that a poll is one request", () => {
  expect(reads.filter((row) => !tagged.includes(row)).map(({ operation }) => operation)).toEqual([]);
});
