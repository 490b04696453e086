/** What the audit feed needs from its platform. Plain data. */
import { senderManifest } from "@dr/delivery/sender-manifest";
import { SENDERS } from "@dr/delivery/senders";
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable } from "@dr/delivery/tables";
import type { BucketManifest, FunctionManifest, ServiceManifest } from "@dr/runtime";
import { trailTable } from "./src/table.ts";

const EVENTS = "audit-events";
/** Objects of the trail stay as they are for seven years. */
const bucket: BucketManifest = { name: "dr-audit-trail", lockDays: 7 * 365 };
const { queue: LANES, variable } = SENDERS.audit;

const { queue, send, alarms } = senderManifest({
  service: "audit",
  description: "Feeds every recorded fact, with the log's hashes, and what is audited beside it to whoever keeps a trail",
  secrets: ["splunk"],
  environment: { DR_TRAIL_TABLE: { table: trailTable.name }, DR_AUDIT_BUCKET: { bucket: bucket.name } },
  iam: [
    { table: trailTable.name, actions: ["dynamodb:Query"] },
    { bucket: bucket.name, objects: true, actions: ["s3:PutObject"] },
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      arns: ["arn:${partition}:logs:${region}:${account}:log-group:/dr-orchestration/audit*"],
    },
  ],
});

const intake: FunctionManifest = {
  name: "dr-audit-intake",
  description: "Keeps commands, refusals and ends of deliveries for whoever keeps a trail",
  entry: "src/handlers/intake.ts",
  trigger: {
    kind: "queue",
    queue: EVENTS,
    subscriptions: [{ name: "audit-trail", pattern: { source: ["dr.audit"] } }],
    batchSize: 10,
    maxConcurrency: 2,
    localBatchWindowSeconds: 0.15,
  },
  timeoutSeconds: 30,
  memoryMb: 512,
  environment: {
    DR_OUTBOX_TABLE: { table: outboxEventTable.name },
    DR_LANE_TABLE: { table: deliveryLaneTable.name },
    DR_RECORD_TABLE: { table: deliveryRecordTable.name },
    DR_RECEIVER_TABLE: { table: receiverTable.name },
    DR_TRAIL_TABLE: { table: trailTable.name },
    [variable]: { queue: LANES },
  },
  iam: [
    { queue: EVENTS, actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"] },
    { queue: `${EVENTS}-dlq`, actions: ["sqs:SendMessage"] },
    { queue: LANES, actions: ["sqs:SendMessage"] },
    { table: trailTable.name, actions: ["dynamodb:Query", "dynamodb:PutItem"] },
    { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    { table: receiverTable.name, actions: ["dynamodb:Scan"] },
  ],
};

/** The audit feed. */
export const manifest: ServiceManifest = {
  service: "audit",
  tables: [trailTable],
  buckets: [bucket],
  queues: [queue, { name: EVENTS, maxReceives: 8, retentionDays: 7 }],
  functions: [send, intake],
  alarms,
};
