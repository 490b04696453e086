// What a read asks of DynamoDB, counted on the wire: the same for a plan of one task and for the largest that can be kept.
import { randomUUID } from "node:crypto";
import {
  createDynamoEvents,
  createDynamoLanes,
  createDynamoReceivers,
  createDynamoRecords,
  deliveryLaneTable,
  deliveryRecordTable,
  outboxEventTable,
  receiverTable,
  type Receiver,
} from "@dr/delivery";
import { toHistoryItem } from "@dr/domain";
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
import { memoryWebhooks } from "../test/webhooks.ts";
import { createAccountStore } from "./accounts/account-store-client.ts";
import { createProgressReader } from "./executions/progress-client.ts";
import { createIdempotencyRecords } from "./idempotency/records-client.ts";

let local: LocalDynamoDb;
let documents: ReturnType<typeof localDocuments>;
const asked: string[] = [];
const TABLES = [eventLogTable, executionHistoryTable, planCatalogTable, leaseTable, operationTable, snapshotTable, deploymentTable];
const DELIVERY_TABLES = [outboxEventTable, deliveryLaneTable, deliveryRecordTable, receiverTable];

beforeAll(async () => {
  local = await startLocalDynamoDb();
  documents = localDocuments(local.endpoint);
  for (const table of [...TABLES, ...DELIVERY_TABLES, ...manifest.tables]) await createTable(documents, table);
  const api = freshApi();
  await api.call("PUT /accounts/targets/123456789012", { body: { name: "shop" } });
  await createDynamoReceivers({ documents, tableName: receiverTable.name }).put(receiver);
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

const receiver: Receiver = {
  receiverId: "wh-1",
  kind: "webhook",
  filter: {},
  settings: { url: "https://example.com", secretVersion: "1" },
  enabled: true,
  since: "2026-11-23T04:00:00.000Z",
  ratePerSecond: 10,
  retryHours: 72,
};

/** An environment that has just begun, over the same tables. */
function freshApi(): TestApi {
  const on = (tableName: string) => ({ documents, tableName });
  const webhooks = memoryWebhooks({
    stores: {
      events: createDynamoEvents(on(outboxEventTable.name)),
      lanes: createDynamoLanes(on(deliveryLaneTable.name)),
      records: createDynamoRecords(on(deliveryRecordTable.name)),
      receivers: createDynamoReceivers(on(receiverTable.name)),
    },
  });
  return createTestApi({
    newId: randomUUID,
    log: createDynamoEventLog(on(eventLogTable.name)),
    history: createHistoryStore(on(executionHistoryTable.name)),
    planCatalog: createPlanCatalog(on(planCatalogTable.name)),
    leases: createLeaseStore(on(leaseTable.name)),
    deployments: createDeploymentStore(on(deploymentTable.name)),
    idempotencyRecords: createIdempotencyRecords(on("dr-idempotency")),
    readProgress: createProgressReader(on(operationTable.name)),
    accounts: { store: createAccountStore(on("dr-cross-account-config")), takeRole: () => Promise.resolve("") },
    readParameters: () => Promise.resolve([{ name: "/dr-orchestration/production/database/a", value: "b" }]),
    askAdapter: () => Promise.resolve({ clusters: [] }),
    discovery: { collect: () => Promise.resolve({ targets: [], sightings: [], accountTags: {} }), targets: [] },
    openWebhooks: () => Promise.resolve(webhooks),
    snapshots: {
      store: createSnapshotStore({ ...on(snapshotTable.name), readKey: () => Promise.resolve("k".repeat(32)) }),
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
  const technologies = Array.from({ length: tasks }, (_, task) => ({
    type: "database",
    operation: "failover",
    resources: { clusters: Array.from({ length: clusters }, (_each, index) => `cluster-of-the-shop-${task}-${index}`) },
  }));
  const saved = await freshApi().call("POST /plans", {
    body: { planId, name: planId, waves: [{ waveNumber: 1, name: "one", dependencies: [], technologies }] },
  });
  if (saved.status === 201) for (const type of ["drill", "recovery"]) await ended(planId, type);
  const api = freshApi();
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

/** An execution that ended before anything ran in it. */
async function ended(planId: string, executionType: string): Promise<void> {
  const api = freshApi();
  const started = await api.call("POST /executions", { body: { planId, executionType, force: true } });
  const cancelled = await api.call(`PUT /executions/${started.body.executionId}/cancel`, { body: {} });
  if (cancelled.body.status !== "cancelled") throw new Error(JSON.stringify([started.body, cancelled.body]));
}

const ROWS = ROUTE_LIST.filter(({ method }) => method === "GET");
const POSITION = encodeURIComponent("2026-11-23T00:00:00.000Z#.");

/** Rows that may take more than two requests: none of them more for a larger plan. */
const dearer = (plans: number) => ({
  // The plan, the list of its executions (2), and each of those that ended, five at most; remembered for half a minute.
  estimatePlan: { cold: 5, warm: 1 },
  // A page of plans; of each the list of its executions (2), its last drill and its last recovery.
  getComplianceReport: { cold: 1 + 4 * plans, warm: 1 + 4 * plans },
});

/** What changes by itself, or is read once and kept: a client has no use for a tag. */
const UNTAGGED = [
  "exportExecution",
  "getComplianceReport",
  "getHealth",
  "getWebhook",
  "listDeliveries",
  "listExecutions",
  "listTags",
  "readFeed",
];

/** Nothing came yet of what runs, a plan of thousands of resources fits into no parameters, and this registry has no queries. */
const UNANSWERED = ["getOperationResults", "exportPlan", "askTechnology"];

describe.each([
  { planId: "small", tasks: 1, clusters: 1, plans: 1 },
  { planId: "large", tasks: 60, clusters: 300, plans: 2 },
  { planId: "many", tasks: 1_500, clusters: 1, plans: 3 },
])("a plan of $tasks tasks with $clusters resources each", ({ planId, tasks, clusters, plans }) => {
  const seen: { operation: string; statuses: number[]; cold: number; warm: number; poll?: number }[] = [];
  let executionId = "";
  const pathOf = ({ path }: { readonly path: string }): string => {
    const ofPlan: Record<string, string> = { planId, executionId, operationId: executionId, version: "1", other: "1" };
    const others: Record<string, string> = {
      technology: "database",
      operation: "clusters",
      environment: "production",
      accountId: "123456789012",
    };
    const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => ({ ...ofPlan, ...others, webhookId: "wh-1" })[name] ?? name);
    if (path === "/reports/compliance") return `${filled}?to=2026-12-01T00:00:00Z`;
    return path === "/events" ? `${filled}?after=${POSITION}` : filled;
  };
  beforeAll(async () => {
    executionId = await running(planId, tasks, clusters);
    for (const row of ROWS) {
      const api = freshApi();
      const answers: { readonly status: number; readonly headers: Readonly<Record<string, string>> }[] = [];
      const get = (headers = {}) => requestsOf(async () => answers.push(await api.call(`GET ${pathOf(row)}`, { headers })));
      const [cold, warm] = [await get(), await get()];
      const etag = answers[0]?.headers["etag"];
      const poll = etag === undefined ? {} : { poll: (await get({ "if-none-match": etag })).length };
      seen.push({ operation: row.operation, cold: cold.length, warm: warm.length, ...poll, statuses: answers.map(({ status }) => status) });
    }
  });

  it("is read by two requests at most, also in an environment that has just begun; what takes more is named", () => {
    const dear = seen.filter(({ cold, warm }) => cold > 2 || warm > 2);
    expect(Object.fromEntries(dear.map(({ operation, cold, warm }) => [operation, { cold, warm }]))).toEqual(dearer(plans));
  });

  it("is polled by one request at most wherever there is a tag, and is not sent again", () => {
    expect(seen.filter(({ poll = 0 }) => poll > 1)).toEqual([]);
    const others = seen.filter(({ operation }) => !UNANSWERED.includes(operation));
    expect(others.filter(({ statuses: [first, second, third = 304] }) => first !== 200 || second !== 200 || third !== 304)).toEqual([]);
    const untagged = others.filter(({ poll }) => poll === undefined).map(({ operation }) => operation);
    expect(untagged.toSorted()).toEqual(UNTAGGED);
  });
});

it("a poll that brings something new is one read of what came, and one of the progress, while the execution is remembered", async () => {
  const executionId = await running("moves", 1, 1);
  const api = freshApi();
  const { headers } = await api.call(`GET /executions/${executionId}/status`);
  expect(await freshApi().call(`PUT /executions/${executionId}/pause`, { body: {} })).toMatchObject({ status: 200 });
  const answers: { readonly status: number; readonly headers: Readonly<Record<string, string>> }[] = [];
  const poll = (etag = "") =>
    requestsOf(async () => answers.push(await api.call(`GET /executions/${executionId}/status`, { headers: { "if-none-match": etag } })));
  expect(await poll(headers["etag"])).toEqual(["Query", "BatchGet"]);
  expect(await poll(answers[0]?.headers["etag"])).toEqual(["Query"]);
  expect(answers.map(({ status }) => status)).toEqual([200, 304]);
});

it("a poll of what waits in the queue is one request while the queue is remembered", async () => {
  const technologies = [{ type: "database", operation: "failover", resources: { clusters: ["waits"] } }];
  const api = freshApi();
  await api.call("POST /plans", { body: { planId: "waits", name: "waits", waves: [{ waveNumber: 1, name: "one", technologies }] } });
  const { body } = await api.call("POST /executions", { body: { planId: "waits", executionType: "drill", force: true } });
  const { waves = [] } = (await api.plans.load("waits")).state.versions[1] ?? {};
  const plan = {
    type: "PlanExecution",
    now: api.clock.nowIso(),
    waves,
    manifestHash: "m",
    admit: false,
    maxConcurrentExecutions: 1,
  } as const;
  const { state, head } = await api.command(body.executionId, plan);
  await api.history.put(toHistoryItem(state, head.version));
  let queue: unknown;
  const status = () => requestsOf(async () => ({ queue } = (await api.call(`GET /executions/${body.executionId}/status`)).body));
  expect([await status(), await status()]).toEqual([["Query", "Query", "BatchGet"], ["Query"]]);
  expect(queue).toMatchObject({ position: 1, of: 1 });
});
