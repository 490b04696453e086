// Several events in one request: which go together, and what becomes of each.
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { createBreaker } from "./breaker.ts";
import type { Answer, Integration, Send, Verdict } from "./integration.ts";
import { newLane } from "./lane.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import { createPump } from "./pump.ts";
import { createRateLimit } from "./rate.ts";
import { createReadContext } from "./read-context.ts";
import type { Receiver } from "./receiver.ts";
import type { DeliveryStores } from "./stores.ts";
import { sampleEvent } from "./testing/sample-event.ts";

const NOON = "2026-11-28T12:00:00.000Z";
const ok: Answer = { status: 200, headers: {}, body: "fine", latencyMs: 3 };
const base: Receiver = {
  receiverId: "r",
  kind: "echo",
  filter: {},
  settings: {},
  enabled: true,
  since: NOON,
  ratePerSecond: 100,
  retryHours: 1,
};

let stores: DeliveryStores;
let clock: ReturnType<typeof createVirtualClock>;
let integration: Integration;
let pump: () => Promise<string | undefined>;

beforeEach(async () => {
  stores = createMemoryStores();
  clock = createVirtualClock(NOON);
  integration = {
    kind: "echo",
    toRequests: ({ event }) => [{ id: event.id, method: "POST", url: "https://example.com", headers: {}, body: "" }],
  };
  const send: Send = () => Promise.resolve(ok);
  const [breaker, takeToken] = [createBreaker(clock), createRateLimit(clock)];
  pump = () =>
    createPump({
      stores,
      integrations: new Map([["echo", integration]]),
      send,
      readContext: createReadContext(stores.events),
      breaker,
      takeToken,
      clock,
      random: () => 1,
      metrics: { count: () => undefined },
    })("r#e", { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } });
  await stores.receivers.put(base);
});

const arrive = async (...sequences: readonly number[]): Promise<void> => {
  for (const sequence of sequences) await stores.events.add(sampleEvent("e", sequence, clock.nowIso()));
  await stores.lanes.wake(newLane("r", "e", clock.nowIso()));
};
const outcomes = async () =>
  (await stores.records.list("r", { limit: 50 })).toReversed().map(({ sequence, outcome, reason }) => [sequence, outcome, reason]);

describe("an integration that takes several events in one request", () => {
  const kinds = (...verdicts: readonly Verdict["kind"][]) =>
    verdicts.map((kind): Verdict => (kind === "sent" ? { kind } : { kind, reason: "because" }));
  let batches: string[][] = [];
  const taking = (...rounds: readonly (readonly Verdict[])[]): void => {
    batches = [];
    integration = {
      kind: "echo",
      toRequests: () => [],
      batchSize: 4,
      performBatch: (inputs) => {
        const verdicts = rounds[batches.push(inputs.map(({ event }) => event.id)) - 1] ?? inputs.map((): Verdict => ({ kind: "sent" }));
        return Promise.resolve({ verdicts: verdicts as [Verdict], memory: { seen: String(batches.length) } });
      },
    };
  };

  test("gets them in order, as many as it takes at once", async () => {
    taking();
    await arrive(1, 2, 3, 4, 5, 6);
    await pump();
    expect(batches).toEqual([
      ["e-1", "e-2", "e-3", "e-4"],
      ["e-5", "e-6"],
    ]);
    expect((await outcomes()).map(([sequence]) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await stores.lanes.get("r#e")).toMatchObject({ doneThrough: 6, memory: { seen: "2" } });
  });

  test("goes on behind what was taken, and tries again from the first that was not", async () => {
    taking(kinds("sent", "dead", "retry", "sent"));
    await arrive(1, 2, 3, 4);
    expect(await pump()).toBe("2026-11-28T12:00:05.000Z");
    expect((await outcomes()).map(([sequence, outcome]) => [sequence, outcome])).toEqual([
      [1, "sent"],
      [2, "dead"],
      [3, "retry"],
    ]);
    clock.advance(6_000);
    await pump();
    expect(batches[1]).toEqual(["e-3", "e-4"]);
  });

  test("may try fewer than it was given", async () => {
    taking(kinds("sent"));
    await arrive(1, 2, 3);
    await pump();
    expect(batches).toEqual([
      ["e-1", "e-2", "e-3"],
      ["e-2", "e-3"],
    ]);
  });

  test("is not given what lies behind a hole, or is not wanted", async () => {
    await stores.receivers.put({ ...base, filter: { types: ["Sample1", "Sample2"] } });
    taking();
    const typed = (sequence: number, type: string) => {
      const { envelope } = sampleEvent("e", sequence, clock.nowIso());
      return stores.events.add({ envelope: { ...envelope, type }, receivedAt: clock.nowIso() });
    };
    for (const [sequence, type] of [
      [1, "Sample1"],
      [2, "Sample2"],
      [3, "Other"],
      [4, "Sample1"],
      [6, "Sample1"],
    ] as const)
      await typed(sequence, type);
    await stores.lanes.wake(newLane("r", "e", clock.nowIso()));
    await pump();
    expect(batches).toEqual([["e-1", "e-2"], ["e-4"]]);
  });

  test("that fails as a whole is tried again as a whole", async () => {
    taking();
    const { performBatch } = integration;
    let failed = false;
    integration = {
      ...integration,
      performBatch: (inputs, send) => {
        if (failed && performBatch) return performBatch(inputs, send);
        failed = true;
        return Promise.reject(new Error("reset"));
      },
    };
    await arrive(1, 2);
    await pump();
    clock.advance(6_000);
    await pump();
    expect([batches, (await outcomes()).map(([, outcome]) => outcome)]).toEqual([[["e-1", "e-2"]], ["retry", "sent", "sent"]]);
  });
});
