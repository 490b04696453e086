/** The state cache, alone and under a command handler. */
import { describe, expect, it } from "vitest";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { EventLog } from "../port.ts";
import { handlerUnderTest, intrude, someContext } from "../testing/command-harness.ts";
import type { WaveCounterState } from "../testing/wave-decider.ts";
import { createStateCache } from "./state-cache.ts";

describe("the cache", () => {
  it("makes a command read only what others wrote since", async () => {
    const log = createMemoryEventLog();
    const reads: unknown[] = [];
    const spying: EventLog = {
      ...log,
      read: async (streamId, options) => {
        const commits = await log.read(streamId, options);
        reads.push([options?.afterVersion ?? 0, commits.length]);
        return commits;
      },
    };
    const { handler } = handlerUnderTest({ log: spying, cache: createStateCache() });
    for (let wave = 1; wave <= 3; wave += 1) await handler.handle("one", { waves: [wave] }, someContext);
    await intrude(log, "EXEC#one", 9);
    expect((await handler.load("one")).state.completed).toEqual([1, 2, 3, 9]);
    expect(reads).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
  });

  it("is dropped when the stream has another history than remembered", async () => {
    const cache = createStateCache<WaveCounterState>();
    const { log, handler } = handlerUnderTest({ cache });
    await intrude(log, "EXEC#one", 5);
    await intrude(log, "EXEC#one", 6);
    cache.set("EXEC#one", { state: { completed: [1] }, head: { version: 1, hash: "f".repeat(64) }, epoch: 0 });
    expect((await handler.load("one")).state).toEqual({ completed: [5, 6] });
  });

  it("forgets the state used longest ago", () => {
    const cache = createStateCache<number>({ maxStreams: 2 });
    const folded = (state: number) => ({ state, head: { version: 1, hash: "h" }, epoch: 0 });
    cache.set("a", folded(1));
    cache.set("b", folded(2));
    cache.get("a");
    cache.set("c", folded(3));
    expect(["a", "b", "c"].map((key) => cache.get(key)?.state)).toEqual([1, undefined, 3]);
  });
});
