/** What the publisher needs from its platform. Plain data. */
import { checkpointBucket, deploymentTable, eventLogTable } from "@dr/event-log";
import type { EnvBinding, FunctionManifest, IamIntent, ServiceManifest, TableManifest } from "@dr/runtime";

/** An ed25519 private key in PEM, made by people; only the publisher's roles may read it. While it is missing, nothing is anchored and the metric `AnchorFailed` says so. */
const CHECKPOINT_KEY_SECRET = "dr-orchestration/checkpoint-key";

/** How far each stream is on the bus. Apart from the log's table, so that a cursor does not feed the log's stream. */
const cursorTable: TableManifest = { name: "dr-publisher-cursors", partitionKey: "pk" };

const environment: Readonly<Record<string, EnvBinding>> = {
  DR_LOG_TABLE: { table: eventLogTable.name },
  DR_CURSOR_TABLE: { table: cursorTable.name },
  DR_BUS_NAME: { bus: true },
  DR_REGIONS: { setting: "DR_REGIONS", value: "" },
  DR_CHECKPOINT_BUCKET: { bucket: checkpointBucket.name },
  DR_CHECKPOINT_KEY_SECRET: { value: CHECKPOINT_KEY_SECRET },
};

const publishes: readonly IamIntent[] = [
  { table: eventLogTable.name, actions: ["dynamodb:Query"] },
  { table: cursorTable.name, actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
  { bus: true, actions: ["events:PutEvents"], source: "dr.orchestration" },
  // No deletion, no change of a retention.
  { bucket: checkpointBucket.name, objects: true, actions: ["s3:PutObject", "s3:GetObject"] },
  { bucket: checkpointBucket.name, objects: false, actions: ["s3:ListBucket"] },
  {
    actions: ["secretsmanager:GetSecretValue"],
    // Secrets Manager adds six characters to the name in the ARN (Secrets Manager user guide, "Identity-based policies").
    arns: ["arn:${partition}:secretsmanager:${region}:${account}:secret:" + CHECKPOINT_KEY_SECRET + "-??????"],
  },
];

const publisherStream: FunctionManifest = {
  name: "dr-publisher-stream",
  description: "Puts recorded events on the bus as soon as they are in the log.",
  entry: "src/handlers/stream.ts",
  trigger: { kind: "stream", table: eventLogTable.name, batchSize: 100 },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment,
  iam: publishes,
};

const publisherSweep: FunctionManifest = {
  name: "dr-publisher-sweep",
  description: "Publishes what no stream record brought to the bus.",
  entry: "src/handlers/sweep.ts",
  trigger: { kind: "schedule", everySeconds: 60, localEverySeconds: 5 },
  timeoutSeconds: 55,
  memoryMb: 512,
  environment: { ...environment, DR_DEPLOYMENT_TABLE: { table: deploymentTable.name } },
  iam: [
    ...publishes,
    { table: eventLogTable.name, indexes: true, actions: ["dynamodb:Query"] },
    // Once, to see whether there is a log at all.
    { table: eventLogTable.name, actions: ["dynamodb:Scan"] },
    { table: deploymentTable.name, actions: ["dynamodb:PutItem"] },
  ],
};

/** The publisher: the only one that may speak as `dr.orchestration`. */
export const manifest: ServiceManifest = {
  service: "publisher",
  tables: [cursorTable],
  buckets: [checkpointBucket],
  queues: [],
  functions: [publisherStream, publisherSweep],
  alarms: [
    { metric: "LogRewritten", description: "An item of the event log was modified or removed.", runbook: "log-rewritten" },
    { metric: "AnchorsBehind", description: "Histories go on without checkpoints.", runbook: "anchors-behind" },
  ],
};
