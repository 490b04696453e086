/** The command handler: conflicts, epochs, retries, hooks, large decisions. */
import { randomBytes } from "node:crypto";
import { DrError, type DomainEvent } from "@dr/events";
import { describe, expect, it } from "vitest";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { AppendRequest, Commit, EventLog } from "../port.ts";
import { appendRequest, storedEvent } from "../testing/requests.ts";
import { waveDecider, type WaveCounterState } from "../testing/wave-decider.ts";
import { createCommandHandler, type CommandHandlerDeps } from "./command-handler.ts";
import { createStateCache } from "./state-cache.ts";

type Deps = CommandHandlerDeps<WaveCounterState, { waves: readonly number[] }>;

const context = { actor: "someone", correlationId: "c", causationId: "cause" };

function setUp(overrides: Partial<Deps> = {}) {
  const log = overrides.log ?? createMemoryEventLog();
  const slept: number[] = [];
  let ids = 0;
  const deps: Deps = {
    log,
    decider: waveDecider,
    toStreamId: (id) => `EXEC#${id}`,
    clock: { nowIso: () => "2026-11-23T05:00:00.000Z" },
    newCommitId: () => `commit-${(ids += 1)}-${Math.random()}`,
    jitter: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms);
    },
    ...overrides,
  };
  return { log, slept, handler: createCommandHandler(deps), another: () => createCommandHandler(deps) };
}

/** A log that lets `before` happen ahead of each append. */
function racing(log: EventLog, before: (request: AppendRequest, nth: number) => Promise<void>): EventLog {
  let appends = 0;
  return {
    read: log.read,
    append: async (request) => {
      appends += 1;
      await before(request, appends);
      return await log.append(request);
    },
  };
}

const intrude = async (log: EventLog, streamId: string, waveNumber: number): Promise<void> => {
  const last = (await log.read(streamId)).at(-1);
  const head = last ? { version: last.lastVersion, hash: last.hash } : undefined;
  await log.append(appendRequest(streamId, { ...(head ? { head } : {}), events: [storedEvent(waveNumber)] }));
};

describe("a command", () => {
  it("is decided on the present state and written as one commit", async () => {
    const { log, handler } = setUp();
    const result = await handler.handle("one", { waves: [1, 2] }, context);
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
    const { log, handler } = setUp();
    await handler.handle("one", { waves: [1] }, context);
    const result = await handler.handle("one", { waves: [1] }, context);
    expect(result).toMatchObject({ version: 1, events: [], commit: null });
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });

  it("that loses a race is decided again on what the winner wrote", async () => {
    const log = createMemoryEventLog();
    const { handler, slept } = setUp({
      log: racing(log, async (_, nth) => {
        if (nth === 1) await intrude(log, "EXEC#one", 1);
      }),
    });
    const result = await handler.handle("one", { waves: [1, 2] }, context);
    expect(result.events.map((event) => event.data)).toEqual([{ waveNumber: 2 }]);
    expect(result.state).toEqual({ completed: [1, 2] });
    expect(slept).toEqual([20]);
  });

  it("gives up after five lost races, with longer waits between them", async () => {
    const log = createMemoryEventLog();
    const { handler, slept } = setUp({ log: racing(log, async (_, nth) => intrude(log, "EXEC#one", 100 + nth)) });
    await expect(handler.handle("one", { waves: [1] }, context)).rejects.toMatchObject({ code: "log.version_conflict", retryable: true });
    expect(slept).toEqual([20, 40, 80, 160]);
    expect(await log.read("EXEC#one")).toHaveLength(5);
  });

  it("whose append landed and whose answer was lost is a success when the client repeats it", async () => {
    const log = createMemoryEventLog();
    const repeating: EventLog = { read: log.read, append: async (request) => log.append(request).then(async () => log.append(request)) };
    const { handler } = setUp({ log: repeating });
    await expect(handler.handle("one", { waves: [1] }, context)).resolves.toMatchObject({ version: 1 });
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });

  it("that is refused by the decider writes nothing", async () => {
    const decide = (): readonly DomainEvent[] => {
      throw new DrError("execution.not_running", "no");
    };
    const { log, handler } = setUp({ decider: { ...waveDecider, decide } });
    await expect(handler.handle("one", { waves: [1] }, context)).rejects.toMatchObject({ code: "execution.not_running" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });

  it("whose events do not fit their schema writes nothing", async () => {
    const decide = (): readonly DomainEvent[] => [{ type: "WaveCompleted", data: { waveNumber: -1 }, at: "2026-11-23T04:00:00.000Z" }];
    const { log, handler } = setUp({ decider: { ...waveDecider, decide } });
    await expect(handler.handle("one", { waves: [1] }, context)).rejects.toMatchObject({ code: "event.invalid" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });

  it("meets others of its stream in line, not in a race", async () => {
    const { handler, slept } = setUp();
    await Promise.all(Array.from({ length: 30 }, async (_, index) => handler.handle("one", { waves: [index + 1] }, context)));
    expect((await handler.load("one")).state.completed).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(slept).toEqual([]);
  });

  it("goes on after a command of the same stream that failed", async () => {
    const log = createMemoryEventLog();
    const { handler } = setUp({
      log: racing(log, async (_, nth) => {
        if (nth === 1) throw new Error("no network");
      }),
    });
    const [first, second] = await Promise.allSettled([
      handler.handle("one", { waves: [1] }, context),
      handler.handle("one", { waves: [2] }, context),
    ]);
    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
    expect((await handler.load("one")).state).toEqual({ completed: [2] });
  });
});

describe("epochs", () => {
  it("a planner of a lower epoch than the stream's is refused", async () => {
    const { log, handler } = setUp();
    await handler.handle("one", { waves: [1] }, { ...context, epoch: 2 });
    await expect(handler.handle("one", { waves: [2] }, { ...context, epoch: 1 })).rejects.toMatchObject({
      code: "execution.stale_epoch",
      details: { ownEpoch: 1, epoch: 2 },
    });
    expect((await log.read("EXEC#one")).map((commit) => commit.epoch)).toEqual([2]);
  });

  it("a stale planner with a cached state stops at its next append", async () => {
    const cache = createStateCache<WaveCounterState>();
    const { log, handler } = setUp({ cache });
    const { handler: other } = setUp({ log });
    await handler.handle("one", { waves: [1] }, { ...context, epoch: 0 });
    await other.handle("one", { waves: [2] }, { ...context, epoch: 1 });
    await expect(handler.handle("one", { waves: [3] }, { ...context, epoch: 0 })).rejects.toMatchObject({ code: "execution.stale_epoch" });
  });

  it("a caller without an epoch writes under the stream's", async () => {
    const { log, handler } = setUp();
    await handler.handle("one", { waves: [1] }, { ...context, epoch: 3 });
    await handler.handle("one", { waves: [2] }, context);
    expect((await log.read("EXEC#one")).map((commit) => commit.epoch)).toEqual([3, 3]);
  });
});

describe("the cache", () => {
  it("makes a command read only what others wrote since", async () => {
    const log = createMemoryEventLog();
    const reads: unknown[] = [];
    const spying: EventLog = {
      append: log.append,
      read: async (streamId, options) => {
        const commits = await log.read(streamId, options);
        reads.push([options?.afterVersion ?? 0, commits.length]);
        return commits;
      },
    };
    const { handler } = setUp({ log: spying, cache: createStateCache() });
    for (let wave = 1; wave <= 3; wave += 1) await handler.handle("one", { waves: [wave] }, context);
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
    const { log, handler } = setUp({ cache });
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

describe("after the append", () => {
  it("the hook gets the new state and the commit", async () => {
    const seen: unknown[] = [];
    const { handler } = setUp({
      onAppended: async (state, commit) => {
        seen.push([state, commit.lastVersion]);
      },
    });
    await handler.handle("one", { waves: [1, 2] }, context);
    await handler.handle("one", { waves: [1] }, context);
    expect(seen).toEqual([[{ completed: [1, 2] }, 2]]);
  });

  it("a hook that fails is logged and the command stands", async () => {
    const lines: unknown[] = [];
    const { log, handler } = setUp({
      onAppended: () => Promise.reject(new Error("history is down")),
      logger: { warn: (message, fields) => lines.push([message, fields["streamId"], (fields["error"] as Error).message]) },
    });
    await expect(handler.handle("one", { waves: [1] }, context)).resolves.toMatchObject({ version: 1 });
    expect(lines).toEqual([["onAppended failed after a commit; it will be repaired", "EXEC#one", "history is down"]]);
    expect(await log.read("EXEC#one")).toHaveLength(1);
  });
});

describe("a decision too large for one commit", () => {
  const slice = (part: number): DomainEvent =>
    ({
      type: "WavesPlanned",
      at: "2026-11-23T04:00:00.000Z",
      data: { part, waves: [waveOf(part)] },
    }) as DomainEvent;
  const waveOf = (waveNumber: number) => ({
    waveNumber,
    name: randomBytes(150_000).toString("base64"),
    dependencies: [],
    pauseBeforeWave: false,
    pauseAfterWave: false,
    pause: { maxPauseSeconds: 60, onExpiry: "fail" },
    onFailure: "fail",
    tasks: [],
  });
  const seal: DomainEvent = {
    type: "ExecutionPlanned",
    at: "2026-11-23T04:00:00.000Z",
    data: { parts: 5, waveCount: 5, taskCount: 5, manifestHash: "m" },
  };
  const started: DomainEvent = { type: "ExecutionStarted", at: "2026-11-23T04:00:00.000Z", data: {} };
  const events = [...[1, 2, 3, 4, 5].map(slice), seal, started];
  const shape = (commits: readonly Commit[]) => commits.map((commit) => commit.events.map((event) => event.type));

  it("is cut between slices of a plan, sealed last", async () => {
    const { log, handler } = setUp({ decider: { ...waveDecider, decide: () => events } });
    const result = await handler.handle("one", { waves: [] }, context);
    const commits = await log.read("EXEC#one");
    expect(commits.flatMap((commit) => commit.events.map((event) => event.type))).toEqual(events.map((event) => event.type));
    expect(commits.length).toBeGreaterThan(1);
    expect(
      commits
        .at(-1)
        ?.events.map((event) => event.type)
        .slice(-2),
    ).toEqual(["ExecutionPlanned", "ExecutionStarted"]);
    expect(result.commit).toEqual(commits.at(-1));
    expect(result.version).toBe(7);
  });

  it("leaves slices without a seal when it breaks off, and the next try writes it whole", async () => {
    const log = createMemoryEventLog();
    const landed: number[] = [];
    const { handler, another } = setUp({
      log: racing(log, async ({ events: those }) => {
        landed.push(those.length);
        if (landed.length === 4) throw new Error("crashed");
      }),
      decider: { ...waveDecider, decide: () => events },
    });
    await expect(handler.handle("one", { waves: [] }, context)).rejects.toThrow("crashed");
    expect(shape(await log.read("EXEC#one")).flat()).not.toContain("ExecutionPlanned");
    await another().handle("one", { waves: [] }, context);
    expect(
      shape(await log.read("EXEC#one"))
        .flat()
        .slice(-7),
    ).toEqual(events.map((event) => event.type));
  });

  it("is refused whole when it is not a sliced plan", async () => {
    const noise = (): DomainEvent => ({
      type: "ExecutionPauseRequested",
      at: "2026-11-23T04:00:00.000Z",
      data: { reason: randomBytes(250_000).toString("base64") },
    });
    const { log, handler } = setUp({ decider: { ...waveDecider, decide: () => [noise(), noise()] } });
    await expect(handler.handle("one", { waves: [] }, context)).rejects.toMatchObject({ code: "log.commit_too_large" });
    expect(await log.read("EXEC#one")).toEqual([]);
  });
});
