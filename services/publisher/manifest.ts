/** What the publisher needs from its platform. Plain data. */
import { eventLogTable } from "@dr/event-log";
import type { EnvBinding, FunctionManifest, IamIntent, ServiceManifest, TableManifest } from "@dr/runtime";

/** How far each stream is on the bus. Apart from the log's table, so that a cursor does not feed the log's stream. */
const cursorTable: TableManifest = { name: "dr-publisher-cursors", partitionKey: "pk" };

const environment: Readonly<Record<string, EnvBinding>> = {
  DR_LOG_TABLE: { table: eventLogTable.name },
  DR_CURSOR_TABLE: { table: cursorTable.name },
  DR_BUS_NAME: { bus: true },
};

const publishes: readonly IamIntent[] = [
  { table: eventLogTable.name, actions: ["dynamodb:Query"] },
  { table: cursorTable.name, actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
  { bus: true, actions: ["events:PutEvents"], source: "dr.orchestration" },
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
  environment,
  iam: [...publishes, { table: eventLogTable.name, indexes: true, actions: ["dynamodb:Query"] }],
};

/** The publisher: the only one that may speak as `dr.orchestration`. */
export const manifest: ServiceManifest = {
  service: "publisher",
  tables: [cursorTable],
  queues: [],
  functions: [publisherStream, publisherSweep],
};
