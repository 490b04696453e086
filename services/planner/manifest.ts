/** What the planner needs from its platform: tables, queues, functions with their triggers and rights. Plain data. */
import { discoveryTable } from "@dr/discovery/tables";
import {
  deploymentTable,
  eventLogTable,
  executionHistoryTable,
  leaseTable,
  operationTable,
  planCatalogTable,
  SNAPSHOT_KEY_SECRET,
  snapshotTable,
} from "@dr/event-log";
import type { EnvBinding, FunctionManifest, IamIntent, QueueManifest, ServiceManifest } from "@dr/runtime";

const facts: QueueManifest = { name: "planner-facts", maxReceives: 5, retentionDays: 4 };
const log: QueueManifest = { name: "planner-log", maxReceives: 5, retentionDays: 4 };

const tables: Readonly<Record<string, EnvBinding>> = {
  DR_LOG_TABLE: { table: eventLogTable.name },
  DR_HISTORY_TABLE: { table: executionHistoryTable.name },
  DR_PLAN_TABLE: { table: planCatalogTable.name },
  DR_OPERATION_TABLE: { table: operationTable.name },
  DR_LEASE_TABLE: { table: leaseTable.name },
  DR_SNAPSHOT_TABLE: { table: snapshotTable.name },
  DR_SNAPSHOT_KEY_SECRET: { value: SNAPSHOT_KEY_SECRET },
  DR_DISCOVERY_TABLE: { table: discoveryTable.name },
  DR_DEPLOYMENT_TABLE: { table: deploymentTable.name },
  DR_REGIONS: { setting: "DR_REGIONS", value: "" },
  DR_DISCOVERY_REGIONS: { setting: "DR_DISCOVERY_REGIONS", value: "" },
  DR_DISCOVERY_ACCOUNTS: { setting: "DR_DISCOVERY_ACCOUNTS", value: "" },
};

/** Reads of the log are strongly consistent queries of one stream; an append is one conditional put. Nobody may change or delete a commit. */
const appends: readonly IamIntent[] = [
  { table: eventLogTable.name, actions: ["dynamodb:Query", "dynamodb:PutItem"] },
  { table: snapshotTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
  {
    actions: ["secretsmanager:GetSecretValue"],
    // Secrets Manager adds six characters to the name in the ARN (Secrets Manager user guide, "Identity-based policies").
    arns: ["arn:${partition}:secretsmanager:${region}:${account}:secret:" + SNAPSHOT_KEY_SECRET + "-??????"],
  },
  { table: executionHistoryTable.name, actions: ["dynamodb:BatchGetItem", "dynamodb:PutItem"] },
];
const admits: readonly IamIntent[] = [
  { table: executionHistoryTable.name, indexes: true, actions: ["dynamodb:Query"] },
  {
    table: leaseTable.name,
    actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
  },
];
/** Looking for what has which tags. Roles of other accounts are named dr-discovery…, and each admits only this installation. */
const discovers: readonly IamIntent[] = [
  { table: discoveryTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
  {
    actions: ["tag:GetResources", "ec2:DescribeInstances", "drs:DescribeSourceServers"],
    noResourceLevelSupport: "lists of a whole Region (service authorization reference of each service)",
  },
  { actions: ["rds:DescribeDBClusters"], arns: ["arn:${partition}:rds:*:${account}:cluster:*"] },
  { actions: ["rds:DescribeDBInstances"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
  { actions: ["sts:AssumeRole"], arns: ["arn:${partition}:iam::*:role/dr-discovery*"] },
];
const receives = (queue: string): readonly IamIntent[] => [
  { queue, actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"] },
];

const plannerFacts: FunctionManifest = {
  name: "dr-planner-facts",
  description: "Records what adapters report and advances the execution.",
  entry: "src/handlers/facts.ts",
  trigger: {
    kind: "queue",
    queue: facts.name,
    subscriptions: [
      {
        name: "planner-facts",
        pattern: {
          source: [{ prefix: "dr.adapter." }],
          "detail-type": ["TechnologyStarted", "TechnologyProgressed", "TechnologyCompleted", "TechnologyFailed", "ReadinessReported"],
        },
      },
    ],
    batchSize: 10,
    maxConcurrency: 20,
  },
  timeoutSeconds: 30,
  memoryMb: 512,
  environment: tables,
  iam: [...receives(facts.name), ...appends, { table: operationTable.name, actions: ["dynamodb:UpdateItem"] }],
};

const plannerLog: FunctionManifest = {
  name: "dr-planner-log",
  description: "Plans requested executions; releases and admits when one ends.",
  entry: "src/handlers/log.ts",
  trigger: {
    kind: "queue",
    queue: log.name,
    subscriptions: [
      {
        name: "planner-log",
        pattern: {
          source: ["dr.orchestration"],
          "detail-type": [
            "ExecutionRequested",
            "ExecutionCompleted",
            "ExecutionFailed",
            "ExecutionCancelled",
            "ExecutionRedriven",
            "RollbackStarted",
          ],
        },
      },
      // The planner looks after what it queues itself; these were queued by a person, and wait for drills.
      {
        name: "planner-reopened",
        pattern: {
          source: ["dr.orchestration"],
          "detail-type": ["ExecutionQueued"],
          detail: { data: { reopens: { as: [{ exists: true }] } } },
        },
      },
    ],
    batchSize: 10,
    maxConcurrency: 10,
  },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment: tables,
  iam: [...receives(log.name), ...appends, ...admits, ...discovers],
};

const plannerSweep: FunctionManifest = {
  name: "dr-planner-sweep",
  description: "Acts on whatever is due: retries, timeouts, silent tasks, pause expiry, stuck plans, free slots.",
  entry: "src/handlers/sweep.ts",
  trigger: { kind: "schedule", everySeconds: 60, localEverySeconds: 1 },
  timeoutSeconds: 55,
  memoryMb: 512,
  environment: tables,
  iam: [
    ...appends,
    ...admits,
    ...discovers,
    { table: operationTable.name, actions: ["dynamodb:BatchGetItem"] },
    { table: deploymentTable.name, actions: ["dynamodb:PutItem"] },
  ],
};

const plannerProjector: FunctionManifest = {
  name: "dr-planner-projector",
  description: "Writes the history and plan catalog items that a crash left out.",
  entry: "src/handlers/projector.ts",
  // It only repairs: whoever appends writes the items itself.
  trigger: { kind: "stream", table: eventLogTable.name, batchSize: 100, batchWindowSeconds: 30, localBatchWindowSeconds: 5 },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment: tables,
  iam: [...appends, { table: planCatalogTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] }],
};

const plannerReconcile: FunctionManifest = {
  name: "dr-planner-reconcile",
  description: "Compares history, catalog and leases with the log and repairs them.",
  entry: "src/handlers/reconcile.ts",
  trigger: { kind: "schedule", everySeconds: 3600, localEverySeconds: 60 },
  timeoutSeconds: 300,
  memoryMb: 512,
  environment: { ...tables, DR_HISTORY_DAYS: { setting: "DR_HISTORY_DAYS", value: "90" } },
  iam: [
    ...appends,
    ...admits,
    // Ended executions leave the list; nothing leaves the log.
    { table: executionHistoryTable.name, actions: ["dynamodb:DeleteItem"] },
    { table: eventLogTable.name, indexes: true, actions: ["dynamodb:Query"] },
    { table: planCatalogTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
    { table: leaseTable.name, indexes: true, actions: ["dynamodb:Query"] },
  ],
};

/** The planner. It owns the log's tables and those that are derived from it. */
export const manifest: ServiceManifest = {
  service: "planner",
  tables: [
    eventLogTable,
    executionHistoryTable,
    planCatalogTable,
    operationTable,
    leaseTable,
    snapshotTable,
    discoveryTable,
    deploymentTable,
  ],
  queues: [facts, log],
  functions: [plannerFacts, plannerLog, plannerSweep, plannerProjector, plannerReconcile],
  alarms: [{ metric: "StaleEpoch", description: "Somebody speaks for an epoch that is over.", runbook: "stale-epoch" }],
};
