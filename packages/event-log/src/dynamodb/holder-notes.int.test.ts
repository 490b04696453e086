/** Notes of a holder that has more names than an item holds: all are found again, and nothing is left, wherever whoever wrote them died. */
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { leaseTable } from "../history/tables.ts";
import { createTable, localDocuments, startLocalDynamoDb } from "../testing/index.ts";
import { createLeaseStore } from "./dynamo-lease-store.ts";
import { createLeaseItems } from "./lease-items.ts";

const SINCE = "2026-11-29T12:00:00.000Z";
/** 1.1 MB of names, as long as ARNs are. */
const keys = Array.from({ length: 9_000 }, (_, index) => `rds-cluster:123456789012:us-east-1:${String(index).padStart(80, "c")}`);
const slow = { timeout: 60_000 };

let stop: () => Promise<void>;
let documents: DynamoDBDocumentClient;
let tables = 0;
beforeAll(async () => {
  const local = await startLocalDynamoDb({ engine: "dynalite" });
  ({ stop } = local);
  documents = localDocuments(local.endpoint);
});
afterAll(() => stop());

/** Notes on an empty table; the write after `lives` of them fails, as if its sender died. */
async function given(lives = Number.POSITIVE_INFINITY) {
  tables += 1;
  const tableName = await createTable(documents, leaseTable, `${leaseTable.name}-${tables}`);
  let writes = 0;
  const mortal = {
    send: (command: { readonly constructor: { readonly name: string } }) => {
      if (command.constructor.name === "UpdateCommand") writes += 1;
      if (writes > lives) throw new Error("died");
      return documents.send(command as never);
    },
  } as unknown as DynamoDBDocumentClient;
  const left = async () => ((await documents.send(new ScanCommand({ TableName: tableName }))).Items ?? []).map(({ pk }) => String(pk));
  return { notes: createLeaseItems(mortal, tableName), again: createLeaseItems(documents, tableName), left };
}

it("finds all of them, takes some off, and is gone with the last", slow, async () => {
  const { notes, left } = await given();
  await notes.noteKeys("exec-1", keys, SINCE);
  await notes.noteKeys("exec-1", ["slot:1"], SINCE);
  expect((await notes.notedKeys("exec-1")).toSorted()).toEqual([...keys, "slot:1"].toSorted());
  await notes.forgetKeys("exec-1", keys.slice(0, 4_000));
  expect((await notes.notedKeys("exec-1")).toSorted()).toEqual([...keys.slice(4_000), "slot:1"].toSorted());
  await notes.forgetKeys("exec-1", [...keys, "slot:1"]);
  expect(await left()).toEqual([]);
});

it.each([1, 2, 7])(
  "written by somebody who dies after %i writes: whoever releases finds what there is, and leaves nothing",
  slow,
  async (lives) => {
    const { notes, again, left } = await given(lives);
    await expect(notes.noteKeys("exec-1", keys, SINCE)).rejects.toThrow("died");
    const noted = await again.notedKeys("exec-1");
    expect(noted.length).toBeGreaterThan(lives * 500 - 1);
    await again.forgetKeys("exec-1", noted);
    expect(await left()).toEqual([]);
  },
);

it.each([1, 3, 10])("released by somebody who dies after %i more writes: the next one leaves nothing", slow, async (more) => {
  const dying = await given(more);
  await dying.again.noteKeys("exec-1", keys, SINCE);
  const noted = await dying.again.notedKeys("exec-1");
  await expect(dying.notes.forgetKeys("exec-1", noted)).rejects.toThrow("died");
  await dying.again.forgetKeys("exec-1", await dying.again.notedKeys("exec-1"));
  expect(await dying.left()).toEqual([]);
});

it("forgets just those in one request, and nothing where there are others, or more than an item holds", slow, async () => {
  const { notes, left } = await given();
  const few = keys.slice(0, 3);
  expect(await notes.forgetExactly("exec-1", [])).toBe(true);
  await notes.noteKeys("exec-1", few, SINCE);
  for (const others of [[], few.slice(1), keys.slice(0, 4)]) expect(await notes.forgetExactly("exec-1", others)).toBe(false);
  expect(await notes.notedKeys("exec-1")).toHaveLength(3);
  expect([await notes.forgetExactly("exec-1", few.toReversed()), await left()]).toEqual([true, []]);
  await notes.noteKeys("exec-1", keys, SINCE);
  expect([await notes.forgetExactly("exec-1", keys), (await notes.notedKeys("exec-1")).length]).toEqual([false, keys.length]);
});

it("among thousands whoever was interrupted goes on where it was", slow, async () => {
  tables += 1;
  const tableName = await createTable(documents, leaseTable, `${leaseTable.name}-${tables}`);
  let puts = 0;
  let most = 700;
  const counted = {
    send: (command: { readonly constructor: { readonly name: string } }) => {
      if (command.constructor.name === "PutCommand") puts += 1;
      if (puts > most) throw new Error("died");
      return documents.send(command as never);
    },
  } as unknown as DynamoDBDocumentClient;
  const store = createLeaseStore({ documents: counted, tableName });
  const many = [...keys.slice(0, 1_500), { key: "shared", shared: true }];
  await expect(store.take(many, "exec-1", { takenAt: SINCE })).rejects.toThrow("died");
  most = Number.POSITIVE_INFINITY;
  const before = (await store.list()).length;
  puts = 0;
  expect(await store.take(many, "exec-1", { takenAt: SINCE })).toEqual({ ok: true });
  expect([puts, (await store.list()).length]).toEqual([1_500 - before, 1_501]);
  expect(before).toBeGreaterThanOrEqual(680);
  expect(await store.take([keys[3] ?? ""], "exec-2", { takenAt: SINCE })).toEqual({
    ok: false,
    conflict: { key: keys[3], holder: "exec-1" },
  });
});
