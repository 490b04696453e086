/** What the API needs from its platform: its table, its routes, its rights. Plain data. */
import { discoveryTable } from "@dr/discovery/tables";
import {
  checkpointBucket,
  deploymentTable,
  eventLogTable,
  executionHistoryTable,
  leaseTable,
  operationTable,
  planCatalogTable,
  SNAPSHOT_KEY_SECRET,
  snapshotTable,
} from "@dr/event-log";
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable, WEBHOOK_KEY_SECRET } from "@dr/delivery/tables";
import { AUDIT_LOST } from "@dr/delivery/sender-manifest";
import { EXTERNAL_API_SECRETS, SENDERS } from "@dr/delivery/senders";
import { GATEWAY_ROUTES } from "@dr/routes";
import type { IamIntent, ServiceManifest, TableManifest } from "@dr/runtime";
import { ACCOUNT_TABLE, TARGET_ROLE } from "@dr/runtime/target-account";

const idempotencyTable: TableManifest = { name: "dr-idempotency", dataClass: "outside", partitionKey: "key", ttlAttribute: "expiresAt" };

const accountTable: TableManifest = { name: ACCOUNT_TABLE, partitionKey: "AccountId" };

/** Made by people, not by the deployment; while it is missing, exports go out unsigned. */
const EXPORT_KEY_SECRET = "dr-orchestration/export-key";

const REGISTRY_PATH = "/dr-orchestration/adapters";

const iam: readonly IamIntent[] = [
  // Appends are conditional puts; nobody may change or delete a commit.
  { table: eventLogTable.name, actions: ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"] },
  { table: executionHistoryTable.name, actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"] },
  { table: executionHistoryTable.name, indexes: true, actions: ["dynamodb:Query"] },
  { table: planCatalogTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
  { table: planCatalogTable.name, indexes: true, actions: ["dynamodb:Query"] },
  { table: operationTable.name, actions: ["dynamodb:BatchGetItem"] },
  { table: deploymentTable.name, actions: ["dynamodb:Query"] },
  { table: snapshotTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
  {
    table: leaseTable.name,
    actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
  },
  { table: leaseTable.name, indexes: true, actions: ["dynamodb:Query"] },
  {
    table: idempotencyTable.name,
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
  },
  { table: outboxEventTable.name, actions: ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:UpdateItem"] },
  { table: outboxEventTable.name, indexes: true, actions: ["dynamodb:Query"] },
  { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
  { table: deliveryRecordTable.name, actions: ["dynamodb:Query"] },
  { table: receiverTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Scan"] },
  ...[SENDERS.webhooks, SENDERS.connectors, SENDERS.itsm].map(({ queue }): IamIntent => ({ queue, actions: ["sqs:SendMessage"] })),
  { bus: true, actions: ["events:PutEvents"], source: "dr.audit" },
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["slack-callback", "servicenow-callback"].map(
      (name) => `arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${EXTERNAL_API_SECRETS}/${name}-??????`,
    ),
  },
  { bucket: checkpointBucket.name, objects: true, actions: ["s3:GetObject"] },
  { bucket: checkpointBucket.name, objects: false, actions: ["s3:ListBucket"] },
  { actions: ["ssm:GetParametersByPath"], arns: ["arn:${partition}:ssm:${region}:${account}:parameter" + REGISTRY_PATH + "*"] },
  { actions: ["ssm:GetParametersByPath"], arns: ["arn:${partition}:ssm:${region}:${account}:parameter/dr-orchestration/*"] },
  // Adapters' read-only queries; whatever may act has another name.
  { actions: ["lambda:InvokeFunction"], arns: ["arn:${partition}:lambda:${region}:${account}:function:dr-adapter-*-queries"] },
  { table: discoveryTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
  {
    actions: ["tag:GetResources", "ec2:DescribeInstances", "drs:DescribeSourceServers"],
    noResourceLevelSupport: "lists of a whole Region (service authorization reference of each service)",
  },
  { actions: ["rds:DescribeDBClusters"], arns: ["arn:${partition}:rds:*:${account}:cluster:*"] },
  { actions: ["rds:DescribeDBInstances"], arns: ["arn:${partition}:rds:*:${account}:db:*"] },
  { table: accountTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Scan"] },
  {
    actions: ["sts:AssumeRole"],
    arns: ["arn:${partition}:iam::*:role/dr-discovery*", `arn:\${partition}:iam::*:role/${TARGET_ROLE}*`],
  },
  // Secrets Manager adds six characters to the name in the ARN (Secrets Manager user guide, "Identity-based policies").
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: [EXPORT_KEY_SECRET, SNAPSHOT_KEY_SECRET, WEBHOOK_KEY_SECRET].map(
      (name) => "arn:${partition}:secretsmanager:${region}:${account}:secret:" + name + "-??????",
    ),
  },
];

/** The API's manifest: one function behind all routes. */
export const manifest: ServiceManifest = {
  service: "api",
  tables: [accountTable, idempotencyTable],
  queues: [],
  functions: [
    {
      name: "dr-api-http",
      description: "Answers the REST API: commands in, queries out",
      entry: "src/handlers/http.ts",
      trigger: {
        kind: "http",
        // The last takes what fits none of the others, so that a wrong path or method is answered as a problem like every other mistake.
        routes: [...GATEWAY_ROUTES, { method: "ANY", path: "/{proxy+}" }],
      },
      // API Gateway gives up after 30 s (API Gateway quotas for HTTP APIs).
      timeoutSeconds: 29,
      // One full vCPU (Lambda developer guide, "Configure memory"): large plans are parsed while somebody waits.
      memoryMb: 1769,
      environment: {
        DR_LOG_TABLE: { table: eventLogTable.name },
        DR_HISTORY_TABLE: { table: executionHistoryTable.name },
        DR_PLAN_TABLE: { table: planCatalogTable.name },
        DR_LEASE_TABLE: { table: leaseTable.name },
        DR_OPERATION_TABLE: { table: operationTable.name },
        DR_SNAPSHOT_TABLE: { table: snapshotTable.name },
        DR_DEPLOYMENT_TABLE: { table: deploymentTable.name },
        DR_REGIONS: { setting: "DR_REGIONS", value: "" },
        DR_ALLOWED_REGIONS: { setting: "DR_ALLOWED_REGIONS", value: "" },
        DR_IDEMPOTENCY_TABLE: { table: idempotencyTable.name },
        DR_OUTBOX_TABLE: { table: outboxEventTable.name },
        DR_LANE_TABLE: { table: deliveryLaneTable.name },
        DR_RECORD_TABLE: { table: deliveryRecordTable.name },
        DR_RECEIVER_TABLE: { table: receiverTable.name },
        DR_LANE_QUEUE_URL: { queue: SENDERS.webhooks.queue },
        DR_CONNECTORS_LANE_QUEUE_URL: { queue: SENDERS.connectors.queue },
        DR_ITSM_LANE_QUEUE_URL: { queue: SENDERS.itsm.queue },
        DR_EXTERNAL_API_SECRETS: { value: EXTERNAL_API_SECRETS },
        DR_BUS_NAME: { bus: true },
        DR_WEBHOOK_KEY_SECRET: { value: WEBHOOK_KEY_SECRET },
        DR_CHECKPOINT_BUCKET: { bucket: checkpointBucket.name },
        DR_SNAPSHOT_KEY_SECRET: { value: SNAPSHOT_KEY_SECRET },
        DR_EXPORT_KEY_SECRET: { value: EXPORT_KEY_SECRET },
        DR_ACCOUNT_TABLE: { table: accountTable.name },
        DR_DISCOVERY_TABLE: { table: discoveryTable.name },
        DR_DISCOVERY_REGIONS: { setting: "DR_DISCOVERY_REGIONS", value: "" },
        DR_DISCOVERY_ACCOUNTS: { setting: "DR_DISCOVERY_ACCOUNTS", value: "" },
        DR_REGISTRY_PATH: { value: REGISTRY_PATH },
        AUTH_MODE: { setting: "AUTH_MODE", value: "role_based" },
        DR_CALLER_ACCOUNTS: { setting: "DR_CALLER_ACCOUNTS", value: "" },
        DR_CALLER_ROLES: { setting: "DR_CALLER_ROLES", value: "" },
        DR_PINNED_SESSION_ROLES: { setting: "DR_PINNED_SESSION_ROLES", value: "" },
        DR_API_QUOTAS: { setting: "DR_API_QUOTAS", value: "" },
        DR_ROLE_PEOPLE: { setting: "DR_ROLE_PEOPLE", value: "" },
        DR_MACHINE_ROLES: { setting: "DR_MACHINE_ROLES", value: "" },
      },
      iam,
    },
  ],
  alarms: [{ metric: "ExportUnsigned", description: "An export went out without a signature.", runbook: "export-unsigned" }, AUDIT_LOST],
};
