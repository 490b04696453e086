/** What the webhooks service needs from its platform. Plain data. */
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable, WEBHOOK_KEY_SECRET } from "@dr/delivery/tables";
import { eventLogTable } from "@dr/event-log";
import { AUDIT_LOST } from "@dr/delivery/sender-manifest";
import { RECEIVERS_PATH, SENDERS } from "@dr/delivery/senders";
import type { EnvBinding, FunctionManifest, IamIntent, ServiceManifest } from "@dr/runtime";

import { FACT_RULE } from "./src/fact-rule.ts";

const EVENTS = "webhooks-events";
const { queue: LANES } = SENDERS.webhooks;

const environment: Readonly<Record<string, EnvBinding>> = {
  DR_OUTBOX_TABLE: { table: outboxEventTable.name },
  DR_LANE_TABLE: { table: deliveryLaneTable.name },
  DR_RECORD_TABLE: { table: deliveryRecordTable.name },
  DR_RECEIVER_TABLE: { table: receiverTable.name },
  DR_LANE_QUEUE_URL: { queue: LANES },
};
/** Whoever keeps events or finds lanes that are due tells each service that sends. */
const allLanes: Readonly<Record<string, EnvBinding>> = Object.fromEntries(
  Object.values(SENDERS).map(({ variable, queue }) => [variable, { queue }]),
);
const tellsAllLanes: readonly IamIntent[] = Object.values(SENDERS).map(({ queue }) => ({ queue, actions: ["sqs:SendMessage"] }));

const consumes = (queue: string): readonly IamIntent[] => [
  { queue, actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"] },
  { queue: `${queue}-dlq`, actions: ["sqs:SendMessage"] },
];
/** Facts that did not come over the bus are in the log. */
const sources: Readonly<Record<string, EnvBinding>> = { DR_BUS_NAME: { bus: true }, DR_LOG_TABLE: { table: eventLogTable.name } };
const readsLog: readonly IamIntent[] = [
  { table: eventLogTable.name, actions: ["dynamodb:Query"] },
  { table: outboxEventTable.name, actions: ["dynamodb:Query", "dynamodb:PutItem"] },
];
const switches = (...actions: readonly string[]): IamIntent => ({
  actions,
  arns: [`arn:\${partition}:events:\${region}:\${account}:rule/dr-orchestration/${FACT_RULE}`],
});
const tellsLanes: IamIntent = { queue: LANES, actions: ["sqs:SendMessage"] };

const intake: FunctionManifest = {
  name: "dr-webhooks-intake",
  description: "Keeps every recorded fact and wakes the lanes of those who want it.",
  entry: "src/handlers/intake.ts",
  trigger: {
    kind: "queue",
    queue: EVENTS,
    // Off while nobody wants them: see `createListening`.
    subscriptions: [
      {
        name: FACT_RULE,
        pattern: { source: ["dr.orchestration"], "detail-type": [{ "anything-but": { prefix: "DR Execution " } }] },
        onDemand: true,
      },
    ],
    batchSize: 10,
    maxConcurrency: 10,
    // What a wave's change says comes within some ten milliseconds: it is kept together, and after the next wave began.
    localBatchWindowSeconds: 0.15,
  },
  timeoutSeconds: 30,
  memoryMb: 512,
  environment: { ...environment, ...allLanes },
  iam: [
    ...consumes(EVENTS),
    ...tellsAllLanes,
    { table: outboxEventTable.name, actions: ["dynamodb:PutItem"] },
    { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    { table: receiverTable.name, actions: ["dynamodb:Scan"] },
  ],
};

const send: FunctionManifest = {
  name: "dr-webhooks-send",
  description: "Sends events to receivers, in order per execution, and writes down what became of each.",
  entry: "src/handlers/send.ts",
  trigger: { kind: "queue", queue: LANES, subscriptions: [], batchSize: 5, maxConcurrency: 20 },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment: { ...environment, ...sources, DR_WEBHOOK_KEY_SECRET: { value: WEBHOOK_KEY_SECRET } },
  iam: [
    ...consumes(LANES),
    tellsLanes,
    ...readsLog,
    switches("events:EnableRule"),
    { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    { table: deliveryRecordTable.name, actions: ["dynamodb:PutItem"] },
    {
      table: receiverTable.name,
      actions: ["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
    },
    { bus: true, actions: ["events:PutEvents"], source: "dr.audit" },
    {
      actions: ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
      noResourceLevelSupport:
        "The actions have no resource type: a task that waits is named by its token alone, and whoever holds no token can end none.",
    },
    {
      actions: ["secretsmanager:GetSecretValue"],
      arns: [`arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${WEBHOOK_KEY_SECRET}-??????`],
    },
  ],
};

const sweep: FunctionManifest = {
  name: "dr-webhooks-sweep",
  description:
    "Reads who receives by configuration, has facts taken off the bus while somebody wants them, takes from the log what did not come, and finds lanes that are due.",
  entry: "src/handlers/sweep.ts",
  trigger: { kind: "schedule", everySeconds: 60, localEverySeconds: 5 },
  timeoutSeconds: 30,
  memoryMb: 512,
  environment: { ...environment, ...sources, ...allLanes, DR_RECEIVERS_PATH: { value: RECEIVERS_PATH } },
  iam: [
    ...tellsAllLanes,
    { actions: ["ssm:GetParametersByPath"], arns: ["arn:${partition}:ssm:${region}:${account}:parameter" + RECEIVERS_PATH + "*"] },
    ...readsLog,
    switches("events:DescribeRule", "events:EnableRule", "events:DisableRule"),
    { table: eventLogTable.name, indexes: true, actions: ["dynamodb:Query"] },
    { table: outboxEventTable.name, actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    { table: deliveryLaneTable.name, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    { table: deliveryLaneTable.name, indexes: true, actions: ["dynamodb:Query"] },
    { table: receiverTable.name, actions: ["dynamodb:Scan", "dynamodb:PutItem", "dynamodb:DeleteItem"] },
  ],
};

/** The webhooks service. */
export const manifest: ServiceManifest = {
  service: "webhooks",
  tables: [outboxEventTable, deliveryLaneTable, deliveryRecordTable, receiverTable],
  queues: [
    { name: EVENTS, maxReceives: 8, retentionDays: 7 },
    { name: LANES, maxReceives: 8, retentionDays: 4 },
  ],
  functions: [intake, send, sweep],
  alarms: [
    AUDIT_LOST,
    {
      metric: "ReceiverDisabled",
      description: "A webhook's endpoint says that it is gone: nothing more is sent there.",
      runbook: "receiver-disabled",
    },
    {
      metric: "ReceiverMisconfigured",
      description: "A parameter that names a receiver cannot be used: nothing is sent there.",
      runbook: "receiver-misconfigured",
    },
  ],
};
