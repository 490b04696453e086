/** What the manual adapter needs from its platform. */
import { adapterManifest } from "@dr/adapter-kit";
import { LOG_SOURCE } from "@dr/events";
import type { AdapterManifest, FunctionManifest, TableManifest } from "@dr/runtime";
import { task } from "./src/operations/task.ts";

const tasksTable: TableManifest = { name: "dr-manual-tasks", partitionKey: "operationId" };
const QUEUE = "adapter-manual-answers";

const base = adapterManifest({
  service: "adapter-manual",
  technology: "manual",
  version: "1.0.0",
  description: "Asks people to do something, and reports what they say",
  operations: { task },
  iam: [],
  queries: { iam: [] },
});

const answers: FunctionManifest = {
  name: "dr-adapter-manual-answers",
  description: "Keeps what people said of their tasks",
  entry: "src/handlers/answers.ts",
  trigger: {
    kind: "queue",
    queue: QUEUE,
    subscriptions: [{ name: QUEUE, pattern: { source: [LOG_SOURCE], "detail-type": ["ManualTaskAnswered"] } }],
    batchSize: 5,
    maxConcurrency: 2,
  },
  timeoutSeconds: 30,
  memoryMb: 512,
  environment: { DR_DLQ_URL: { queue: `${QUEUE}-dlq` }, DR_MANUAL_TABLE: { table: tasksTable.name } },
  iam: [
    { actions: ["dynamodb:UpdateItem"], table: tasksTable.name },
    { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"], queue: QUEUE },
    { actions: ["sqs:SendMessage"], queue: `${QUEUE}-dlq` },
  ],
};

/** The manual adapter's manifest: the kit's, with the table in which tasks wait for people. */
export const manifest: AdapterManifest = {
  ...base,
  tables: [...base.tables, tasksTable],
  queues: [...base.queues, { name: QUEUE, maxReceives: 8, retentionDays: 7 }],
  functions: [
    ...base.functions.map((each) =>
      each.trigger.kind === "queue"
        ? {
            ...each,
            environment: { ...each.environment, DR_MANUAL_TABLE: { table: tasksTable.name } },
            iam: [...each.iam, { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], table: tasksTable.name }],
          }
        : each,
    ),
    answers,
  ],
};
