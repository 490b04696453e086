// One lane, step by step: what is sent, what is kept, and when it goes on.
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { RequestRefused } from "./attempt.ts";
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
let sent: string[];
let answers: (Answer | Error)[];
let integration: Integration;
let pump: () => Promise<string | undefined>;

beforeEach(async () => {
  stores = createMemoryStores();
  clock = createVirtualClock(NOON);
  sent = [];
  answers = [];
  integration = {
    kind: "echo",
    toRequests: ({ event }) => [{ id: event.id, method: "POST", url: "https://example.com", headers: {}, body: "" }],
  };
  const send: Send = ({ id }) => {
    sent.push(id);
    const answer = answers.shift() ?? ok;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
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

test("what has come is sent in order, once; then the lane is at rest", async () => {
  await arrive(1, 2, 3);
  expect(await pump()).toBeUndefined();
  expect(await pump()).toBeUndefined();
  expect(sent).toEqual(["e-1", "e-2", "e-3"]);
  expect(await stores.lanes.get("r#e")).toMatchObject({ doneThrough: 3, attempts: 0 });
});

test("an event that comes while the lane is put to rest is not forgotten", async () => {
  await arrive(1);
  const { after } = stores.events;
  let come = false;
  stores = {
    ...stores,
    events: {
      ...stores.events,
      after: async (...args) => {
        const page = await after(...args);
        if (page.length === 0 && !come) {
          come = true;
          await arrive(2);
        }
        return page;
      },
    },
  };
  expect(await pump()).toBe(NOON);
  await pump();
  expect(sent).toEqual(["e-1", "e-2"]);
});

describe("a refusal", () => {
  test("that time may cure is tried again, not before its time, whatever wakes the lane; then it goes on in order", async () => {
    answers = [{ ...ok, status: 503 }];
    await arrive(1);
    expect(await pump()).toBe("2026-11-28T12:00:05.000Z");
    await arrive(2);
    expect(await pump()).toBe("2026-11-28T12:00:05.000Z");
    expect(sent).toEqual(["e-1"]);
    clock.advance(5_000);
    await pump();
    expect(sent).toEqual(["e-1", "e-1", "e-2"]);
    expect(await outcomes()).toEqual([
      [1, "retry", "answered 503"],
      [1, "sent", undefined],
      [2, "sent", undefined],
    ]);
  });

  test("that names a time is given it", async () => {
    answers = [{ ...ok, status: 429, headers: { "retry-after": "90" } }];
    await arrive(1);
    expect(await pump()).toBe("2026-11-28T12:01:30.000Z");
  });

  test.each([400, 401, 403, 404, 410, 413, 422, 301])("%i is a dead letter at once, and its neighbours go on", async (status) => {
    answers = [{ ...ok, status }];
    await arrive(1, 2);
    expect(await pump()).toBeUndefined();
    expect(await outcomes()).toEqual([
      [1, "dead", `answered ${status}`],
      [2, "sent", undefined],
    ]);
  });

  test("that lasts longer than the receiver is given ends as a dead letter with its reason", async () => {
    await arrive(1);
    for (let tries = 0; tries < 12; tries += 1) {
      answers = [new RequestRefused("no connection: ECONNREFUSED")];
      const due = await pump();
      if (due === undefined) break;
      clock.advance(Date.parse(due) - clock.nowMs());
    }
    const dead = (await outcomes()).at(-1);
    expect(dead).toEqual([1, "dead", "given up after 7 tries: no connection: ECONNREFUSED"]);
  });
});

describe("an answer that never came", () => {
  test("is asked for again under the same id", async () => {
    answers = [new Error("socket hang up")];
    await arrive(1);
    clock.advance(Date.parse((await pump()) ?? "") - clock.nowMs());
    await pump();
    expect(sent).toEqual(["e-1", "e-1"]);
    expect((await outcomes())[0]).toEqual([1, "unknown", "socket hang up"]);
  });

  test.each([
    [{ kind: "sent" }, ["e-1"]],
    [{ kind: "retry", reason: "not there" }, ["e-1", "e-1"]],
  ] as readonly (readonly [Verdict, readonly string[]])[])("is looked up first where a repetition shows: %j", async (found, expected) => {
    integration = { ...integration, onUnknown: () => Promise.resolve(found) };
    answers = [new Error("socket hang up")];
    await arrive(1);
    clock.advance(Date.parse((await pump()) ?? "") - clock.nowMs());
    await pump();
    expect(sent).toEqual(expected);
  });
});

test("requests of one event that were taken are not sent again when a later one fails", async () => {
  const request = { method: "POST", url: "https://example.com", headers: {}, body: "" } as const;
  integration = { kind: "echo", toRequests: ({ event }) => ["a", "b"].map((part) => ({ ...request, id: `${event.id}-${part}` })) };
  answers = [ok, { ...ok, status: 500 }];
  await arrive(1);
  clock.advance(Date.parse((await pump()) ?? "") - clock.nowMs());
  await pump();
  expect(sent).toEqual(["e-1-a", "e-1-b", "e-1-b"]);
});

test("what an integration remembers of a lane is there at the next event", async () => {
  const seen: unknown[] = [];
  integration = {
    kind: "echo",
    toRequests: ({ event, memory }) => {
      seen.push(memory);
      return [{ id: event.id, method: "POST", url: "https://example.com", headers: {}, body: "" }];
    },
    judge: () => ({ kind: "sent", memory: { thread: "17" } }),
  };
  await arrive(1, 2);
  await pump();
  expect(seen).toEqual([{}, { thread: "17" }]);
});

test("an event that overtook another waits a minute for it; then the hole is noted", async () => {
  await arrive(1, 3);
  expect(await pump()).toBe("2026-11-28T12:01:00.000Z");
  clock.advance(60_000);
  await pump();
  expect(sent).toEqual(["e-1", "e-3"]);
  expect(await outcomes()).toContainEqual([3, "gap", "1 events before this one never came over the bus"]);
});

test("five failures in a row give every lane of the receiver a rest; one probe ends it", async () => {
  await arrive(1);
  for (let tries = 0; tries < 5; tries += 1) {
    answers = [new RequestRefused("no connection: ECONNREFUSED")];
    const due = await pump();
    clock.advance(Date.parse(due ?? "") - clock.nowMs());
  }
  // The retry itself came later than the breaker's ten seconds: it is the probe.
  await pump();
  expect(sent.length).toBe(6);
});

test("a receiver is asked for no more a second than it bears", async () => {
  await stores.receivers.put({ ...base, ratePerSecond: 2 });
  await arrive(1, 2, 3);
  expect(await pump()).toBe("2026-11-28T12:00:00.500Z");
  expect(sent).toEqual(["e-1", "e-2"]);
});

test("what a receiver did not ask for, and what was before its time, is passed over", async () => {
  await stores.receivers.put({ ...base, filter: { types: ["WaveCompleted"], tags: { team: "blue" } } });
  await arrive(1, 2);
  await pump();
  expect(sent).toEqual(["e-2"]);
});

test("a receiver that is off keeps its place; one that is gone leaves nothing to do", async () => {
  await stores.receivers.put({ ...base, enabled: false });
  await arrive(1);
  expect(await pump()).toBe("2026-11-28T12:15:00.000Z");
  await stores.receivers.remove("r");
  expect(await pump()).toBeUndefined();
  expect(sent).toEqual([]);
});
