/** Snapshots under a command handler: when they are taken, and that a wrong one only costs time. */
import { describe, expect, it } from "vitest";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import { createMemorySnapshotStore } from "../memory/memory-snapshot-store.ts";
import type { EventLog } from "../port.ts";
import { handlerUnderTest, someContext } from "../testing/command-harness.ts";
import type { Snapshot, SnapshotStore } from "./snapshot-store.ts";

function spied(inner: EventLog): { log: EventLog; readCommits: () => number } {
  let read = 0;
  return {
    readCommits: () => read,
    log: {
      ...inner,
      read: async (streamId, options) => {
        const commits = await inner.read(streamId, options);
        read += commits.length;
        return commits;
      },
    },
  };
}

async function run(store: SnapshotStore, stateVersion = 1) {
  const inner = createMemoryEventLog();
  const saved: number[] = [];
  const counting: SnapshotStore = {
    load: store.load,
    save: async (snapshot) => {
      saved.push(snapshot.head.version);
      await store.save(snapshot);
    },
  };
  const { handler } = handlerUnderTest({ log: inner, snapshots: { store: counting, stateVersion, everyEvents: 10 } });
  for (let wave = 1; wave <= 33; wave += 3) await handler.handle("one", { waves: [wave, wave + 1, wave + 2] }, someContext);
  return { inner, saved };
}

const allWaves = Array.from({ length: 33 }, (_, index) => index + 1);

describe("snapshots", () => {
  it("are taken whenever the stream passes another N events", async () => {
    expect((await run(createMemorySnapshotStore())).saved).toEqual([12, 21, 30]);
  });

  it("are taken further apart the longer the stream is", async () => {
    const saved: number[] = [];
    const store = { load: async () => null, save: async ({ head }: Snapshot) => void saved.push(head.version) };
    const { handler } = handlerUnderTest({ snapshots: { store, stateVersion: 1, everyEvents: 10 } });
    for (let wave = 1; wave <= 100; wave += 1) await handler.handle("one", { waves: [wave] }, someContext);
    expect(saved).toEqual([10, 20, 30, 40, 50, 62, 77, 96]);
  });

  it("spare a cold reader all commits before them", async () => {
    const store = createMemorySnapshotStore();
    const { log, readCommits } = spied((await run(store)).inner);
    const { handler } = handlerUnderTest({ log, snapshots: { store, stateVersion: 1 } });
    expect((await handler.load("one")).state.completed).toEqual(allWaves);
    expect(readCommits()).toBe(2);
  });

  it.each<[string, (snapshot: Snapshot) => Snapshot]>([
    ["of another shape", (snapshot) => ({ ...snapshot, stateVersion: 2 })],
    ["of another history", (snapshot) => ({ ...snapshot, head: { ...snapshot.head, hash: "f".repeat(64) } })],
    ["at a version that is no boundary", (snapshot) => ({ ...snapshot, anchorVersion: snapshot.anchorVersion + 1 })],
    ["ahead of the log", (snapshot) => ({ ...snapshot, head: { ...snapshot.head, version: 999 }, anchorVersion: 998 })],
  ])("%s are not used", async (_, spoil) => {
    const store = createMemorySnapshotStore();
    const { inner } = await run(store);
    const good = (await store.load("EXEC#one"))!;
    const spoiled: SnapshotStore = { ...store, load: async () => spoil({ ...good, state: { completed: ["wrong"] } }) };
    const { handler } = handlerUnderTest({ log: inner, snapshots: { store: spoiled, stateVersion: 1 } });
    expect((await handler.load("one")).state.completed).toEqual(allWaves);
  });

  it("fail without harm, when read and when written", async () => {
    const broken: SnapshotStore = { load: () => Promise.reject(new Error("down")), save: () => Promise.reject(new Error("down")) };
    const warnings: string[] = [];
    const logger = { warn: (message: string) => warnings.push(message) };
    const { handler } = handlerUnderTest({ logger, snapshots: { store: broken, stateVersion: 1, everyEvents: 2 } });
    await handler.handle("one", { waves: [1] }, someContext);
    await handler.handle("one", { waves: [2] }, someContext);
    expect((await handler.load("one")).state.completed).toEqual([1, 2]);
    expect(warnings).toEqual(["snapshot failed after a commit; it will be repaired"]);
  });

  it.each([
    ["that its end holds", 33, 1, false],
    ["whose end reaches the snapshot", 3, 2, true],
    ["whose end does not", 1, 3, true],
  ])("are read by who reads from the end, if the stream is not one %s", async (_, page, requests, snapshots) => {
    const store = createMemorySnapshotStore();
    const { inner } = await run(store);
    let loads = 0;
    const counting: SnapshotStore = { ...store, load: (id) => ((loads += 1), store.load(id)) };
    const log: EventLog = {
      ...inner,
      readEnd: (id, options) => inner.readEnd(id, { limit: page, ...options }),
    };
    const { handler } = handlerUnderTest({ log, endFirst: Number.POSITIVE_INFINITY, snapshots: { store: counting, stateVersion: 1 } });
    const loaded = await handler.load("one");
    expect([loaded.state.completed, loaded.requests, loads > 0]).toEqual([allWaves, requests, snapshots]);
  });
});
