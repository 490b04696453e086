import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { operationTable } from "@dr/event-log";
import { createTable, localDocuments, startLocalDynamoDb } from "@dr/event-log/testing";
import { createProgressReader } from "./progress-client.ts";

test("what was heard of running operations is read once for the first hundred; silent ones are left out", async () => {
  const engine = await startLocalDynamoDb();
  try {
    const documents = localDocuments(engine.endpoint);
    const tableName = await createTable(documents, operationTable);
    const heardAt = "2026-11-23T04:00:00.000Z";
    for (const [operationId, percent] of [["op-0", 40], ["op-99"], ["op-100", 1]] as const) {
      await documents.send(
        new PutCommand({ TableName: tableName, Item: { operationId, percent, message: "moving", heardAt, executionId: "e" } }),
      );
    }
    const read = createProgressReader({ documents, tableName });
    const heard = await read(Array.from({ length: 150 }, (_, index) => `op-${index}`));
    expect([...heard]).toEqual([
      ["op-0", { percent: 40, message: "moving", heardAt }],
      ["op-99", { message: "moving", heardAt }],
    ]);
  } finally {
    await engine.stop();
  }
});
