import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTable, findDynoxide, localDocuments, startLocalDynamoDb, type LocalDynamoDb, type LocalEngine } from "@dr/event-log/testing";
import { createMemoryRecords } from "../../test/memory-records.ts";
import { manifest } from "../../manifest.ts";
import { createIdempotencyRecords } from "./records-client.ts";
import type { IdempotencyRecords } from "./records.ts";

const record = (key: string, owner: string) => ({
  key,
  owner,
  bodyHash: "b",
  requestId: `r-${owner}`,
  lockedUntilMs: 1000,
  expiresAt: 2_000_000_000,
});

/** What every store of records does. `store` is asked for in each test, after the engine was started. */
function recordsConformance(store: () => IdempotencyRecords): void {
  test("the first to come creates, the second gets what is there", async () => {
    expect(await store().create(record("create", "a"))).toBeUndefined();
    expect(await store().create(record("create", "b"))).toEqual(record("create", "a"));
  });

  test("one of two at once creates", async () => {
    const both = await Promise.all(["a", "b"].map((owner) => store().create(record("race", owner))));
    expect(both.filter((existing) => existing === undefined)).toHaveLength(1);
  });

  test("only its owner completes a record, and only once", async () => {
    await store().create(record("complete", "a"));
    await store().complete(record("complete", "b"), "theirs");
    await store().complete(record("complete", "a"), "mine");
    await store().complete(record("complete", "a"), "late");
    await store().remove(record("complete", "a"));
    expect(await store().create(record("complete", "c"))).toEqual({ ...record("complete", "a"), answer: "mine" });
  });

  test("it is taken over from the owner that was seen, and from no other", async () => {
    await store().create(record("take", "a"));
    expect(await store().takeOver(record("take", "b"), "x")).toBe(false);
    expect(await store().takeOver(record("take", "b"), "a")).toBe(true);
    expect(await store().takeOver(record("take", "c"), "a")).toBe(false);
    await store().complete(record("take", "b"), "done");
    expect(await store().takeOver(record("take", "c"), "b")).toBe(false);
  });

  test("unlocking keeps the record, removing frees its key; both for the owner alone", async () => {
    await store().create(record("free", "a"));
    await store().unlock(record("free", "b"));
    expect(await store().create(record("free", "c"))).toMatchObject({ lockedUntilMs: 1000 });
    await store().unlock(record("free", "a"));
    expect(await store().create(record("free", "c"))).toMatchObject({ owner: "a", lockedUntilMs: 0 });
    await store().remove(record("free", "b"));
    await store().remove(record("free", "a"));
    expect(await store().create(record("free", "c"))).toBeUndefined();
  });
}

describe("records in memory", () => {
  const store = createMemoryRecords();
  recordsConformance(() => store);
});

const engines: readonly LocalEngine[] = findDynoxide() === null ? ["dynalite"] : ["dynoxide", "dynalite"];
describe.each(engines)("records in DynamoDB (%s)", (engine) => {
  let running: LocalDynamoDb;
  let store: IdempotencyRecords;

  beforeAll(async () => {
    running = await startLocalDynamoDb({ engine });
    const documents = localDocuments(running.endpoint);
    const table = manifest.tables.find(({ name }) => name === "dr-idempotency");
    if (!table) throw new Error("no table");
    store = createIdempotencyRecords({ documents, tableName: await createTable(documents, table) });
  });
  afterAll(() => running.stop());

  recordsConformance(() => store);

  test("a repeated take-over whose first answer was lost is a success", async () => {
    await store.create(record("lost", "a"));
    expect(await store.takeOver(record("lost", "b"), "a")).toBe(true);
    expect(await store.takeOver(record("lost", "b"), "a")).toBe(true);
  });
});
