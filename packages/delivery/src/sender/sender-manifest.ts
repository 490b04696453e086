/** What a service that sends needs from its platform. Plain data. */
import { eventLogTable } from "@dr/event-log";
import type { AlarmManifest, EnvBinding, FunctionManifest, IamIntent, QueueManifest } from "@dr/runtime";
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable } from "../dynamodb/tables.ts";
import { EXTERNAL_API_SECRETS, SENDERS, type Sender } from "../senders.ts";

/** What is special about the service. */
export interface SenderManifestOptions {
  readonly service: Sender;
  readonly description: string;
  /** Vendors whose secrets it reads. */
  readonly secrets: readonly string[];
  readonly environment?: Readonly<Record<string, EnvBinding>>;
  readonly iam?: readonly IamIntent[];
}

/** Of every service that tells auditors something. */
export const AUDIT_LOST: AlarmManifest = {
  metric: "AuditEventLost",
  description: "Something could not be told to whoever audits; the function's log has it.",
  runbook: "audit-event-lost",
};

/** The function `dr-<service>-send`, whose module is `src/handlers/send.ts`, and its queue of lanes. */
export function senderManifest({ service, description, secrets, environment = {}, iam = [] }: SenderManifestOptions): {
  readonly queue: QueueManifest;
  readonly send: FunctionManifest;
  readonly alarms: readonly AlarmManifest[];
} {
  const { queue, variable } = SENDERS[service];
  return {
    queue: { name: queue, maxReceives: 8, retentionDays: 4 },
    alarms: [AUDIT_LOST],
    send: {
      name: `dr-${service}-send`,
      description,
      entry: "src/handlers/send.ts",
      trigger: { kind: "queue", queue, subscriptions: [], batchSize: 5, maxConcurrency: 10 },
      timeoutSeconds: 60,
      memoryMb: 512,
      environment: {
        DR_OUTBOX_TABLE: { table: outboxEventTable.name },
        DR_LANE_TABLE: { table: deliveryLaneTable.name },
        DR_RECORD_TABLE: { table: deliveryRecordTable.name },
        DR_RECEIVER_TABLE: { table: receiverTable.name },
        DR_LOG_TABLE: { table: eventLogTable.name },
        [variable]: { queue },
        DR_BUS_NAME: { bus: true },
        DR_EXTERNAL_API_SECRETS: { value: EXTERNAL_API_SECRETS },
        ...environment,
      },
      iam: [
        {
          queue,
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage"],
        },
        { queue: `${queue}-dlq`, actions: ["sqs:SendMessage"] },
        { table: eventLogTable.name, actions: ["dynamodb:Query"] },
        { table: outboxEventTable.name, actions: ["dynamodb:Query", "dynamodb:PutItem"] },
        { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
        { table: deliveryRecordTable.name, actions: ["dynamodb:PutItem"] },
        // Whether anybody audits deliveries.
        { table: receiverTable.name, actions: ["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:UpdateItem"] },
        { bus: true, actions: ["events:PutEvents"], source: "dr.audit" },
        {
          actions: ["secretsmanager:GetSecretValue"],
          // Secrets Manager adds six characters to the name in the ARN.
          arns: secrets.map(
            (vendor) => `arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${EXTERNAL_API_SECRETS}/${vendor}-??????`,
          ),
        },
        ...iam,
      ],
    },
  };
}
