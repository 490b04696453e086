/** Cursors in memory and on DynamoDB: the same conditions. */
import { createTable, findDynoxide, localDocuments, startLocalDynamoDb } from "@dr/event-log/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifest } from "../manifest.ts";
import { createDynamoCursors } from "./cursor-client.ts";
import type { CursorStore } from "./cursors.ts";
import { createMemoryCursors } from "./testing/memory-cursors.ts";

function cursorConformance(get: () => CursorStore): void {
  it("stands at 0 and moves only from where it stands", async () => {
    const cursors = get();
    expect(await cursors.read("EXEC#a")).toBe(0);
    expect(await cursors.advance("EXEC#a", 3, 5)).toBe(false);
    expect(await cursors.advance("EXEC#a", 0, 3)).toBe(true);
    expect(await cursors.advance("EXEC#a", 0, 9)).toBe(false);
    expect(await cursors.advance("EXEC#a", 3, 4)).toBe(true);
    expect([await cursors.read("EXEC#a"), await cursors.read("EXEC#b")]).toEqual([4, 0]);
  });

  it("moves its mark forward only", async () => {
    const cursors = get();
    expect(await cursors.readMark()).toBeNull();
    await cursors.writeMark("2026-11-23T04:00:00.000Z");
    await cursors.writeMark("2026-11-23T03:00:00.000Z");
    expect(await cursors.readMark()).toBe("2026-11-23T04:00:00.000Z");
    await cursors.writeMark("2026-11-23T05:00:00.000Z");
    expect(await cursors.readMark()).toBe("2026-11-23T05:00:00.000Z");
  });
}

describe("memory", () => {
  const cursors = createMemoryCursors();
  cursorConformance(() => cursors);
});

describe.each([...(findDynoxide() === null ? [] : (["dynoxide"] as const)), "dynalite" as const])("%s", (engine) => {
  let stop: () => Promise<void>;
  let cursors: CursorStore;
  beforeAll(async () => {
    const local = await startLocalDynamoDb({ engine });
    ({ stop } = local);
    const documents = localDocuments(local.endpoint);
    cursors = createDynamoCursors({ documents, tableName: await createTable(documents, manifest.tables[0]!) });
  });
  afterAll(() => stop());
  cursorConformance(() => cursors);
});
