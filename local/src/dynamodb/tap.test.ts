// The log is append-only on one machine, too: whatever else would change an item of a streamed table never reaches the engine.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { StreamRecord } from "./stream-record.ts";
import { startDynamoTap, type DynamoTap } from "./tap.ts";

const asked: string[] = [];
const records: StreamRecord[] = [];
const engine = createServer((incoming, outgoing) => {
  asked.push(String(incoming.headers["x-amz-target"]).split(".")[1] ?? "");
  let body = "";
  incoming.setEncoding("utf8").on("data", (piece: string) => (body += piece));
  incoming.on("end", () => outgoing.end(body.includes('"ALL_OLD"') ? '{"Attributes":{"pk":{"S":"EXEC#a"}}}' : "{}"));
});
let tap: DynamoTap;
beforeAll(async () => {
  engine.listen(0, "127.0.0.1");
  await once(engine, "listening");
  tap = await startDynamoTap({
    engineEndpoint: `http://127.0.0.1:${(engine.address() as AddressInfo).port}`,
    streams: new Map([["dr-event-log", ["pk", "sk"]]]),
    onRecord: (record) => records.push(record),
  });
});
afterAll(async () => {
  await tap.stop();
  engine.closeAllConnections();
  engine.close();
});
beforeEach(() => void asked.splice(0));

async function send(operation: string, body: object): Promise<{ status: number; text: string }> {
  const answer = await fetch(tap.endpoint, {
    method: "POST",
    headers: { "x-amz-target": `DynamoDB_20120810.${operation}` },
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

const key = { pk: { S: "EXEC#a" }, sk: { S: "C#000000000001" } };
const ofLog = { TableName: "dr-event-log", Key: key };

it.each<[string, object]>([
  ["UpdateItem", ofLog],
  ["DeleteItem", ofLog],
  ["BatchWriteItem", { RequestItems: { "dr-event-log": [{ DeleteRequest: { Key: key } }] } }],
  ["TransactWriteItems", { TransactItems: [{ Delete: ofLog }] }],
  ["ExecuteStatement", { Statement: `DELETE FROM "dr-event-log" WHERE pk = 'EXEC#a'` }],
  ["BatchExecuteStatement", { Statements: [{ Statement: `UPDATE "dr-event-log" SET actor = 'x' WHERE pk = 'EXEC#a'` }] }],
  ["ExecuteTransaction", { TransactStatements: [{ Statement: `DELETE FROM "dr-event-log" WHERE pk = 'EXEC#a'` }] }],
  ["DeleteTable", { TableName: "dr-event-log" }],
])("%s of the log is refused", async (operation, body) => {
  const { status, text } = await send(operation, body);
  expect([status, JSON.parse(text), asked]).toEqual([
    400,
    {
      __type: "com.amazon.coral.validate#ValidationException",
      message: "dr-event-log is append-only on this runtime: only PutItem reaches its stream",
    },
    [],
  ]);
});

it("what is put there is a record of the stream, and one that takes another's place is told as such; what is read, and other tables, pass", async () => {
  const put = { TableName: "dr-event-log", Item: { ...key, actor: { S: "a" } } };
  await send("PutItem", { ...put, ConditionExpression: "attribute_not_exists(pk)" });
  await send("PutItem", put);
  for (const [operation, body] of [
    ["Query", ofLog],
    ["UpdateItem", { TableName: "dr-leases", Key: key }],
    ["UpdateItem", { TableName: "dr-leases", Key: { pk: { S: "PLAN#dr-event-log" } } }],
    ["BatchWriteItem", { RequestItems: { "dr-leases": [{ PutRequest: { Item: { plan: { S: "dr-event-log" } } } }] } }],
  ] as const)
    expect((await send(operation, body)).status).toBe(200);
  expect(asked).toEqual(["PutItem", "PutItem", "Query", "UpdateItem", "UpdateItem", "BatchWriteItem"]);
  expect(records).toMatchObject(
    ["INSERT", "MODIFY"].map((eventName) => ({ table: "dr-event-log", eventName, keys: key, newImage: { actor: { S: "a" } } })),
  );
});
