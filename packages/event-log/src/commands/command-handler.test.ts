/** The command handler: conflicts, epochs, retries, hooks. */
import { DrError, type DomainEvent } from "@dr/events";
import { describe, expect, it } from "vitest";
import { hashOf } from "../commit.ts";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { EventLog } from "../port.ts";
import { handlerUnderTest, intrude, someContext, withRace } from "../testing/command-harness.ts";
import { waveDecider, type WaveCounterState } from "../testing/wave-decider.ts";
import { createStateCache } from "./state-cache.ts";

describe("a command", () => {
  it("is decided on the present state and written as one commit", async () => {
    const { log, handler } = handlerUnderTest();
    const result = await handler.handle("one", { waves: [1, 2] }, someContext);
    expect(result).toMatchObject({
      state: { completed: [1, 2] },
      version: 2,
      epoch: 0,
      events: [{ type: "WaveCompleted" }, { type: "WaveCompleted" }],
    });
    const commits = await log.read("EXEC#one");
    expect(commits).toEqual([result.commit]);
    expect(commits[0]).toMatchObject({
      actor: "someone",
      correlationId: "c",
      causationId: "cause",
      recordedAt: "2026-11-23T05:00:00.000Z",
      epoch: 0,
    });
    expect(result.head).toEqual({ version: 2, hash: commits[0]?.hash });
  });

  it("that changes nothing writes nothing", async () => {
    const { log, handler } = handlerUnderTest();
    await handler.handle("one", { waves: [1] }, someContext);
    const result = await handler.handle("one", { waves: [1] }, someContext);
    expect(result).toMatchObject({ version: 1, events: [], commit: null });
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });

  it("that loses a race is decided again on what the winner wrote", async () => {
    const log = createMemoryEventLog();
    const { handler, slept } = handlerUnderTest({
      log: withRace(log, async (_, nth) => {
        if (nth === 1) await intrude(log, "EXEC#one", 1);
      }),
    });
    const result = await handler.handle("one", { waves: [1, 2] }, someContext);
    expect(result.events.map((event) => event.data)).toEqual([{ waveNumber: 2 }]);
    expect(result.state).toEqual({ completed: [1, 2] });
    expect(slept).toEqual([20]);
  });

  it("gives up after five lost races, with longer waits between them", async () => {
    const log = createMemoryEventLog();
    const { handler, slept } = handlerUnderTest({ log: withRace(log, async (_, nth) => intrude(log, "EXEC#one", 100 + nth)) });
    await expect(handler.handle("one", { waves: [1] }, someContext)).rejects.toMatchObject({
      code: "log.version_conflict",
      retryable: true,
    });
    expect(slept).toEqual([20, 40, 80, 160]);
    expect(await log.read("EXEC#one")).toHaveLength(5);
  });

  it("whose append landed and whose answer was lost is a success when the client repeats it", async () => {
    const log = createMemoryEventLog();
    const repeating: EventLog = { ...log, append: async (request) => log.append(request).then(async () => log.append(request)) };
    const { handler } = handlerUnderTest({ log: repeating });
    await expect(handler.handle("one", { waves: [1] }, someContext)).resolves.toMatchObject({ version: 1 });
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });

  it("that is refused by the decider writes nothing", async () => {
    const decide = (): readonly DomainEvent[] => {
      throw new DrError("execution.not_running", "no");
    };
    const { log, handler } = handlerUnderTest({ decider: { ...waveDecider, decide } });
    await expect(handler.handle("one", { waves: [1] }, someContext)).rejects.toMatchObject({ code: "execution.not_running" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });

  it("whose events do not fit their schema writes nothing", async () => {
    const decide = (): readonly DomainEvent[] => [{ type: "WaveCompleted", data: { waveNumber: -1 }, at: "2026-11-23T04:00:00.000Z" }];
    const { log, handler } = handlerUnderTest({ decider: { ...waveDecider, decide } });
    await expect(handler.handle("one", { waves: [1] }, someContext)).rejects.toMatchObject({ code: "event.invalid" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });

  it("meets others of its stream in line, not in a race", async () => {
    const { handler, slept } = handlerUnderTest();
    await Promise.all(Array.from({ length: 30 }, async (_, index) => handler.handle("one", { waves: [index + 1] }, someContext)));
    expect((await handler.load("one")).state.completed).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(slept).toEqual([]);
  });

  it("goes on after a command of the same stream that failed", async () => {
    const log = createMemoryEventLog();
    const { handler } = handlerUnderTest({
      log: withRace(log, async (_, nth) => {
        if (nth === 1) throw new Error("no network");
      }),
    });
    const [first, second] = await Promise.allSettled([
      handler.handle("one", { waves: [1] }, someContext),
      handler.handle("one", { waves: [2] }, someContext),
    ]);
    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
    expect((await handler.load("one")).state).toEqual({ completed: [2] });
  });
});

describe("epochs", () => {
  it("a planner of a lower epoch than the stream's is refused", async () => {
    const { log, handler } = handlerUnderTest();
    await handler.handle("one", { waves: [1] }, { ...someContext, epoch: 2 });
    await expect(handler.handle("one", { waves: [2] }, { ...someContext, epoch: 1 })).rejects.toMatchObject({
      code: "execution.stale_epoch",
      details: { ownEpoch: 1, epoch: 2 },
    });
    expect((await log.read("EXEC#one")).map((commit) => commit.epoch)).toEqual([2]);
  });

  it("a stale planner with a cached state stops at its next append", async () => {
    const cache = createStateCache<WaveCounterState>();
    const { log, handler } = handlerUnderTest({ cache });
    const { handler: other } = handlerUnderTest({ log });
    await handler.handle("one", { waves: [1] }, { ...someContext, epoch: 0 });
    await other.handle("one", { waves: [2] }, { ...someContext, epoch: 1 });
    await expect(handler.handle("one", { waves: [3] }, { ...someContext, epoch: 0 })).rejects.toMatchObject({
      code: "execution.stale_epoch",
    });
  });

  it("a caller without an epoch writes under the stream's", async () => {
    const { log, handler } = handlerUnderTest();
    await handler.handle("one", { waves: [1] }, { ...someContext, epoch: 3 });
    await handler.handle("one", { waves: [2] }, someContext);
    expect((await log.read("EXEC#one")).map((commit) => commit.epoch)).toEqual([3, 3]);
  });
});

describe("after the append", () => {
  it("the hook gets the new state and the commit", async () => {
    const seen: unknown[] = [];
    const { handler } = handlerUnderTest({
      onAppended: async (state, commit) => {
        seen.push([state, commit.lastVersion]);
      },
    });
    await handler.handle("one", { waves: [1, 2] }, someContext);
    await handler.handle("one", { waves: [1] }, someContext);
    expect(seen).toEqual([[{ completed: [1, 2] }, 2]]);
  });

  it("a hook that fails is logged and the command stands", async () => {
    const lines: unknown[] = [];
    const { log, handler } = handlerUnderTest({
      onAppended: () => Promise.reject(new Error("history is down")),
      logger: { warn: (message, fields) => lines.push([message, fields["streamId"], (fields["error"] as Error).message]) },
    });
    await expect(handler.handle("one", { waves: [1] }, someContext)).resolves.toMatchObject({ version: 1 });
    expect(lines).toEqual([["onAppended failed after a commit; it will be repaired", "EXEC#one", "history is down"]]);
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });
});

describe("a handler that tries what it remembers", () => {
  const remembering = (overrides: Partial<Parameters<typeof handlerUnderTest>[0]> = {}) => {
    const inner = createMemoryEventLog();
    const count = { reads: 0, appends: 0 };
    const log: EventLog = {
      ...inner,
      read: async (...args) => {
        count.reads += 1;
        return inner.read(...args);
      },
      append: async (request) => {
        count.appends += 1;
        return inner.append(request);
      },
    };
    return { ...handlerUnderTest({ log, cache: createStateCache<WaveCounterState>(), triesRemembered: true, ...overrides }), inner, count };
  };

  it("reads once, then writes without reading as long as nobody else does", async () => {
    const { handler, inner, count } = remembering();
    for (const wave of [1, 2, 3]) await handler.handle("one", { waves: [wave] }, someContext);
    expect(count).toEqual({ reads: 1, appends: 3 });
    expect((await inner.read("EXEC#one")).map(({ firstVersion }) => firstVersion)).toEqual([1, 2, 3]);
  });

  it("reads and decides again at once when somebody else wrote meanwhile", async () => {
    const { handler, inner, count, slept } = remembering();
    await handler.handle("one", { waves: [1] }, someContext);
    await intrude(inner, "EXEC#one", 2);
    const result = await handler.handle("one", { waves: [2, 3] }, someContext);
    expect(result.events.map((event) => event.data)).toEqual([{ waveNumber: 3 }]);
    expect(result.version).toBe(3);
    expect([count, slept]).toEqual([{ reads: 2, appends: 3 }, []]);
  });

  it("tells neither a refusal nor that there is nothing to do of a state that may be old", async () => {
    const decide = (state: WaveCounterState, command: { readonly waves: readonly number[] }): readonly DomainEvent[] => {
      if (state.completed.length === 1) throw new DrError("execution.not_running", "the first wave alone is done");
      return waveDecider.decide(state, command);
    };
    const { handler, inner } = remembering({ decider: { ...waveDecider, decide } });
    await handler.handle("one", { waves: [1] }, someContext);
    await intrude(inner, "EXEC#one", 2);
    expect(await handler.handle("one", { waves: [3] }, someContext)).toMatchObject({ version: 3, state: { completed: [1, 2, 3] } });
    await intrude(inner, "EXEC#one", 4);
    expect(await handler.handle("one", { waves: [3] }, someContext)).toMatchObject({ version: 4, commit: null });
  });

  it("does not repeat an append whose outcome is not known", async () => {
    let isBroken = false;
    const inner = createMemoryEventLog();
    const log: EventLog = {
      ...inner,
      append: async (request) => {
        if (isBroken) throw new Error("socket hang up");
        return inner.append(request);
      },
    };
    const { handler } = remembering({ log });
    await handler.handle("one", { waves: [1] }, someContext);
    isBroken = true;
    await expect(handler.handle("one", { waves: [2] }, someContext)).rejects.toThrow("socket hang up");
  });
});

it("notes in each commit which version of the rules decided it", async () => {
  const { log, handler } = handlerUnderTest({ decider: { ...waveDecider, rules: 3 } });
  await handler.handle("one", { waves: [1] }, someContext);
  const [commit] = await log.read("EXEC#one");
  expect([commit?.rules, commit && hashOf(commit) === commit.hash]).toEqual([3, true]);
});
