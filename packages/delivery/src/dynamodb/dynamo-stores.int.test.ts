// The stores on DynamoDB against the common suite, on every engine that runs here.
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createTable, findDynoxide, localDocuments, startLocalDynamoDb } from "@dr/event-log/testing";
import type { TableManifest } from "@dr/runtime";
import { afterAll, beforeAll, describe } from "vitest";
import { storeConformance } from "../testing/index.ts";
import { createDynamoEvents } from "./dynamo-events.ts";
import { createDynamoListening } from "./dynamo-listening.ts";
import { createDynamoLanes } from "./dynamo-lanes.ts";
import { createDynamoReceivers, createDynamoRecords } from "./dynamo-receivers.ts";
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable } from "./tables.ts";

describe.each([...(findDynoxide() === null ? [] : (["dynoxide"] as const)), "dynalite" as const])("%s", (engine) => {
  let stop: () => Promise<void>;
  let documents: DynamoDBDocumentClient;
  let tables = 0;

  beforeAll(async () => {
    const local = await startLocalDynamoDb({ engine });
    ({ stop } = local);
    documents = localDocuments(local.endpoint);
  });
  afterAll(() => stop());

  const place = async (table: TableManifest) => {
    tables += 1;
    return { documents, tableName: await createTable(documents, table, `${table.name}-${tables}`) };
  };

  storeConformance(engine, async () => {
    const outbox = await place(outboxEventTable);
    return {
      events: createDynamoEvents(outbox),
      listening: createDynamoListening(outbox),
      lanes: createDynamoLanes(await place(deliveryLaneTable)),
      records: createDynamoRecords(await place(deliveryRecordTable)),
      receivers: createDynamoReceivers(await place(receiverTable)),
    };
  });
});
