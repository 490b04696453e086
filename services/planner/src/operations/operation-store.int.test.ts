/** Tests of the operation store, on DynamoDB and in memory alike. */
import { operationTable } from "@dr/event-log";
import { createTable, localDocuments, startLocalDynamoDb, type LocalDynamoDb } from "@dr/event-log/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMemoryOperationStore } from "./memory-operation-store.ts";
import { createOperationStore } from "./operation-store-client.ts";
import type { OperationProgress, OperationStore } from "./operation-store.ts";

let dynamo: LocalDynamoDb;
let tables = 0;
const build: Record<string, () => Promise<() => OperationStore>> = {
  memory: async () => {
    const store = createMemoryOperationStore();
    return () => store;
  },
  DynamoDB: async () => {
    const documents = localDocuments(dynamo.endpoint);
    const tableName = await createTable(documents, operationTable, `operations-${(tables += 1)}`);
    // A new store each time, so that the conditions are tested and not the memory of a warm process.
    return () => createOperationStore({ documents, tableName });
  },
};

beforeAll(async () => {
  dynamo = await startLocalDynamoDb();
});
afterAll(() => dynamo.stop());

const at = (seconds: number) => new Date(Date.parse("2026-11-23T04:00:00.000Z") + seconds * 1_000).toISOString();
const sign = (seconds: number, percent?: number): OperationProgress => ({
  operationId: "op-1",
  executionId: "exec-1",
  taskId: "t",
  message: "working",
  heardAt: at(seconds),
  ...(percent === undefined ? {} : { percent }),
});

describe.each(Object.keys(build))("operation store in %s", (name) => {
  const hearing = async (...signs: readonly OperationProgress[]) => {
    const store = await build[name]!();
    for (const one of signs) await store().hear(one);
    return (await store().lastWords(["op-1", "op-unknown"])).heard;
  };

  test("keeps the first sign and leaves silent operations out", async () => {
    expect(await hearing(sign(0, 10))).toEqual({ "op-1": at(0) });
  });

  test("writes at most once in 5 s while the percentage stands still", async () => {
    expect(await hearing(sign(0, 10), sign(4.999, 10))).toEqual({ "op-1": at(0) });
    expect(await hearing(sign(0, 10), sign(5, 10))).toEqual({ "op-1": at(5) });
    expect(await hearing(sign(0), sign(4))).toEqual({ "op-1": at(0) });
  });

  test("writes at once when the percentage changed", async () => {
    expect(await hearing(sign(0, 10), sign(1, 11))).toEqual({ "op-1": at(1) });
    expect(await hearing(sign(0), sign(1, 1))).toEqual({ "op-1": at(1) });
    expect(await hearing(sign(0, 10), sign(1))).toEqual({ "op-1": at(1) });
  });

  test("an older or repeated sign changes nothing", async () => {
    expect(await hearing(sign(10, 50), sign(1, 60), sign(10, 70))).toEqual({ "op-1": at(10) });
  });

  test("asks for more than one request can hold", async () => {
    const store = (await build[name]!())();
    await store.hear({ ...sign(0), operationId: "op-150" });
    expect((await store.lastWords(Array.from({ length: 201 }, (_, index) => `op-${index}`))).heard).toEqual({ "op-150": at(0) });
  });
});
