/** What the log on DynamoDB sends, and what it makes of answers that engines give differently. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { sealCommit } from "../commit.ts";
import { appendRequest, storedEvent } from "../testing/requests.ts";
import { toCommitItem } from "./commit-item.ts";
import { createDynamoEventLog } from "./dynamo-event-log.ts";

type Sent = { name: string; input: Record<string, unknown> };

/** A client that answers each command as told and keeps what it was sent. */
function clientThat(answer: (sent: Sent) => unknown): { documents: DynamoDBDocumentClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const one = { name: command.constructor.name, input: command.input };
    sent.push(one);
    const given = answer(one);
    if (given instanceof Error) throw given;
    return given;
  };
  return { documents: { send } as unknown as DynamoDBDocumentClient, sent };
}

const lostCondition = (Item?: Record<string, unknown>): Error =>
  new ConditionalCheckFailedException({
    message: "lost",
    $metadata: {},
    ...(Item ? { Item: marshall(Item, { removeUndefinedValues: true }) } : {}),
  });
const request = appendRequest("EXEC#one", { commitId: "mine", events: [storedEvent(1), storedEvent(2)] });
const mine = toCommitItem(sealCommit(request));
const others = { ...mine, commitId: "theirs" };

describe("an append", () => {
  it("is one conditional put that asks for the winner", async () => {
    const { documents, sent } = clientThat(() => ({}));
    await createDynamoEventLog({ documents, tableName: "t" }).append(request);
    expect(sent).toEqual([
      {
        name: "PutItemCommand",
        input: {
          TableName: "t",
          Item: marshall(mine),
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        },
      },
    ]);
    expect(mine).toMatchObject({
      pk: "EXEC#one",
      sk: "C#000000000001",
      firstVersion: 1,
      lastVersion: 2,
      commitId: "mine",
      feedSk: "2026-11-23T04:00:00.000Z#EXEC#one#1",
    });
    expect(mine["feedPk"]).toMatch(/^2026112304#(1[0-5]|\d)$/);
  });

  it("whose answer was lost is a success when the engine returns its own item", async () => {
    const { documents, sent } = clientThat(() => lostCondition(mine));
    expect(await createDynamoEventLog({ documents, tableName: "t" }).append(request)).toMatchObject({
      duplicate: true,
      commit: { commitId: "mine" },
    });
    expect(sent.map(({ name }) => name)).toEqual(["PutItemCommand"]);
  });

  it("reads the winner back, consistently, when the engine returns nothing", async () => {
    const { documents, sent } = clientThat(({ name }) => (name === "PutItemCommand" ? lostCondition() : { Item: mine }));
    expect(await createDynamoEventLog({ documents, tableName: "t" }).append(request)).toMatchObject({ duplicate: true });
    expect(sent[1]).toEqual({
      name: "GetCommand",
      input: { TableName: "t", Key: { pk: "EXEC#one", sk: "C#000000000001" }, ConsistentRead: true },
    });
  });

  it.each([
    ["another commit", lostCondition(others)],
    ["a write of another Region at the same moment", Object.assign(new Error("conflict"), { name: "ReplicatedWriteConflictException" })],
  ])("that met %s is a conflict", async (_, error) => {
    const { documents } = clientThat(({ name }) => (name === "PutItemCommand" ? error : {}));
    await expect(createDynamoEventLog({ documents, tableName: "t" }).append(request)).rejects.toMatchObject({
      code: "log.version_conflict",
      retryable: true,
      details: { streamId: "EXEC#one", expectedVersion: 0 },
    });
  });

  it("that failed otherwise fails as it did", async () => {
    const { documents } = clientThat(() => new Error("no network"));
    await expect(createDynamoEventLog({ documents, tableName: "t" }).append(request)).rejects.toThrow("no network");
  });
});

describe("a read", () => {
  const first = sealCommit(request).commit;
  const next = sealCommit(appendRequest("EXEC#one", { head: { version: 2, hash: first.hash } }));
  const second = next.commit;
  const items = [mine, toCommitItem(next)];
  const read = async (stored: readonly unknown[]): Promise<unknown> => {
    const { documents } = clientThat(() => ({ Items: stored.map((item) => marshall(item)) }));
    return createDynamoEventLog({ documents, tableName: "t" }).read("EXEC#one");
  };

  it("of a stream in order gives its commits", async () => {
    expect(await read(items)).toEqual([first, second]);
  });

  it("of events that an earlier version wrote as a list gives the same", async () => {
    expect(typeof mine["events"]).toBe("string");
    expect(await read([{ ...mine, events: first.events }, items[1]])).toEqual([first, second]);
  });

  it("asserts that no commit is missing", async () => {
    await expect(read(items.slice(1))).rejects.toMatchObject({ code: "log.gap", details: { expectedVersion: 1, foundVersion: 3 } });
  });

  it("asserts that each commit continues the hash of the one before it", async () => {
    await expect(read([mine, { ...items[1], prevHash: "a".repeat(64) }])).rejects.toMatchObject({
      code: "log.broken_chain",
      details: { version: 3 },
    });
    await expect(read([{ ...mine, prevHash: "a".repeat(64) }])).rejects.toMatchObject({
      code: "log.broken_chain",
      details: { version: 1 },
    });
  });

  it("refuses an item that is no commit", async () => {
    await expect(read([{ ...mine, events: "none" }])).rejects.toMatchObject({ code: "log.malformed_record" });
    await expect(read([{ ...mine, eventsGzip: new Uint8Array([1, 2, 3]) }])).rejects.toMatchObject({ code: "log.malformed_record" });
  });

  it("is consistent and goes on page after page", async () => {
    const { documents, sent } = clientThat(({ input }) =>
      input["ExclusiveStartKey"] === undefined
        ? { Items: [marshall(mine)], LastEvaluatedKey: marshall({ pk: "EXEC#one", sk: "C#000000000001" }) }
        : { Items: [marshall(items[1])] },
    );
    expect(await createDynamoEventLog({ documents, tableName: "t" }).read("EXEC#one")).toEqual([first, second]);
    expect(sent.map(({ input }) => [input["ConsistentRead"], input["ExclusiveStartKey"]])).toEqual([
      [true, undefined],
      [true, marshall({ pk: "EXEC#one", sk: "C#000000000001" })],
    ]);
  });
});
