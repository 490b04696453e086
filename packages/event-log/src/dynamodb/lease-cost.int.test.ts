/** What the leases of one execution cost, in requests, on every engine that runs here. */
import { UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaseTable } from "../history/tables.ts";
import { createTable, findDynoxide, localDocuments, startLocalDynamoDb } from "../testing/index.ts";
import { createLeaseStore } from "./dynamo-lease-store.ts";

const noted = { takenAt: "2026-11-23T04:00:00.000Z" };
const claims = ["PLAN#p", "RES#a", "RES#b", "RES#c"];

describe.each([...(findDynoxide() === null ? [] : (["dynoxide"] as const)), "dynalite" as const])("%s", (engine) => {
  let stop: () => Promise<void>;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    const local = await startLocalDynamoDb({ engine });
    ({ stop } = local);
    documents = localDocuments(local.endpoint);
  });
  afterAll(() => stop());

  /** A store on a table of its own; `asked` counts its requests since it was asked last. */
  async function given(table: string) {
    const tableName = await createTable(documents, leaseTable, `${leaseTable.name}-${table}`);
    const sent: string[] = [];
    const counting = {
      send: (command: { readonly constructor: { readonly name: string } }) => {
        sent.push(command.constructor.name);
        return documents.send(command as never);
      },
    } as unknown as DynamoDBDocumentClient;
    const store = createLeaseStore({ documents: counting, tableName });
    return { store, tableName, asked: () => sent.splice(0).length };
  }

  it("one write for each key, one for what is noted, one for the slot; and back, as many, and a read where nobody knows what is noted", async () => {
    const { store, asked } = await given("whole");
    await store.takeSlot("other", 50, noted);
    asked();
    expect([await store.take(claims, "exec-1", noted), asked()]).toEqual([{ ok: true }, 1 + 4]);
    expect([await store.takeSlot("exec-1", 50, noted), asked()]).toEqual([true, 1]);
    await store.release("exec-1");
    expect([asked(), await store.slotHolders(), (await store.list()).length]).toEqual([1 + 1 + 4 + 1, ["other"], 1]);
    await store.take(claims, "exec-1", noted);
    asked();
    await store.release("exec-1", claims.toReversed());
    expect([asked(), (await store.list()).length]).toEqual([1 + 4 + 1, 1]);
  });

  it("a name that is noted while all is given back is not forgotten", async () => {
    const { store, tableName } = await given("race");
    await store.take(claims, "exec-1", noted);
    const late = {
      send: async (command: { readonly constructor: { readonly name: string } }) => {
        const answer: unknown = await documents.send(command as never);
        if (command.constructor.name !== "GetCommand") return answer;
        const Key = { pk: "HOLDER#exec-1" };
        const ExpressionAttributeValues = { ":late": new Set(["RES#late"]) };
        await documents.send(
          new UpdateCommand({ TableName: tableName, Key, UpdateExpression: "ADD leaseKeys :late", ExpressionAttributeValues }),
        );
        return answer;
      },
    } as unknown as DynamoDBDocumentClient;
    await createLeaseStore({ documents: late, tableName }).release("exec-1");
    expect((await store.listHolders()).map(({ holder }) => holder)).toEqual(["exec-1"]);
    await store.release("exec-1");
    expect(await store.listHolders()).toEqual([]);
  });
});
