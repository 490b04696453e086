// One lane, step by step: what is sent, what is kept, and when it goes on.
import { beforeEach, describe, expect, test } from "vitest";
import { RequestRefused } from "./attempt.ts";
import type { Answer, Verdict } from "./integration.ts";
import { createLaneBench, type LaneBench, base, NOON, ok } from "../test/lane-bench.ts";

let bench: LaneBench;
let sent: string[];
let answers: (Answer | Error)[];
beforeEach(async () => {
  sent = [];
  answers = [];
  bench = await createLaneBench(({ id }) => {
    sent.push(id);
    const answer = answers.shift() ?? ok;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
});

test("what has come is sent in order, once; then the lane is at rest", async () => {
  await bench.arrive(1, 2, 3);
  expect(await bench.pump()).toBeUndefined();
  expect(await bench.pump()).toBeUndefined();
  expect(sent).toEqual(["e-1", "e-2", "e-3"]);
  expect(await bench.stores.lanes.get("r#e")).toMatchObject({ doneThrough: 3, attempts: 0 });
});

test("an event that comes while the lane is put to rest is not forgotten", async () => {
  await bench.arrive(1);
  const { after } = bench.stores.events;
  let come = false;
  bench.stores = {
    ...bench.stores,
    events: {
      ...bench.stores.events,
      after: async (...args) => {
        const page = await after(...args);
        if (page.length === 0 && !come) {
          come = true;
          await bench.arrive(2);
        }
        return page;
      },
    },
  };
  expect(await bench.pump()).toBe(NOON);
  await bench.pump();
  expect(sent).toEqual(["e-1", "e-2"]);
});

describe("a refusal", () => {
  test("that time may cure is tried again, not before its time, whatever wakes the lane; then it goes on in order", async () => {
    answers = [{ ...ok, status: 503 }];
    await bench.arrive(1);
    expect(await bench.pump()).toBe("2026-11-28T12:00:05.000Z");
    await bench.arrive(2);
    // Who made it wait has told when: nobody is told twice.
    expect(await bench.pump()).toBeUndefined();
    expect(sent).toEqual(["e-1"]);
    bench.clock.advance(5_000);
    await bench.pump();
    expect(sent).toEqual(["e-1", "e-1", "e-2"]);
    expect(await bench.outcomes()).toEqual([
      [1, "retry", "answered 503"],
      [1, "sent", undefined],
      [2, "sent", undefined],
    ]);
  });

  test("that names a time is given it", async () => {
    answers = [{ ...ok, status: 429, headers: { "retry-after": "90" } }];
    await bench.arrive(1);
    expect(await bench.pump()).toBe("2026-11-28T12:01:30.000Z");
  });

  test.each([400, 401, 403, 404, 410, 413, 422, 301])("%i is a dead letter at once, and its neighbours go on", async (status) => {
    answers = [{ ...ok, status }];
    await bench.arrive(1, 2);
    expect(await bench.pump()).toBeUndefined();
    expect(await bench.outcomes()).toEqual([
      [1, "dead", `answered ${status}`],
      [2, "sent", undefined],
    ]);
  });

  test("that lasts longer than the receiver is given ends as a dead letter with its reason", async () => {
    await bench.arrive(1);
    for (let tries = 0; tries < 12; tries += 1) {
      answers = [new RequestRefused("no connection: ECONNREFUSED")];
      const due = await bench.pump();
      if (due === undefined) break;
      bench.clock.advance(Date.parse(due) - bench.clock.nowMs());
    }
    const dead = (await bench.outcomes()).at(-1);
    expect(dead).toEqual([1, "dead", "given up after 7 tries: no connection: ECONNREFUSED"]);
  });
});

describe("an answer that never came", () => {
  test("is asked for again under the same id", async () => {
    answers = [new Error("socket hang up")];
    await bench.arrive(1);
    bench.clock.advance(Date.parse((await bench.pump()) ?? "") - bench.clock.nowMs());
    await bench.pump();
    expect(sent).toEqual(["e-1", "e-1"]);
    expect((await bench.outcomes())[0]).toEqual([1, "unknown", "socket hang up"]);
  });

  test.each([
    [{ kind: "sent" }, ["e-1"]],
    [{ kind: "retry", reason: "not there" }, ["e-1", "e-1"]],
  ] as readonly (readonly [Verdict, readonly string[]])[])("is looked up first where a repetition shows: %j", async (found, expected) => {
    bench.integration = { ...bench.integration, onUnknown: () => Promise.resolve(found) };
    answers = [new Error("socket hang up")];
    await bench.arrive(1);
    bench.clock.advance(Date.parse((await bench.pump()) ?? "") - bench.clock.nowMs());
    await bench.pump();
    expect(sent).toEqual(expected);
  });
});

test("requests of one event that were taken are not sent again when a later one fails", async () => {
  const request = { method: "POST", url: "https://example.com", headers: {}, body: "" } as const;
  bench.integration = { kind: "echo", toRequests: ({ event }) => ["a", "b"].map((part) => ({ ...request, id: `${event.id}-${part}` })) };
  answers = [ok, { ...ok, status: 500 }];
  await bench.arrive(1);
  bench.clock.advance(Date.parse((await bench.pump()) ?? "") - bench.clock.nowMs());
  await bench.pump();
  expect(sent).toEqual(["e-1-a", "e-1-b", "e-1-b"]);
});

test("what an integration remembers of a lane is there at the next event", async () => {
  const seen: unknown[] = [];
  bench.integration = {
    kind: "echo",
    toRequests: ({ event, memory }) => {
      seen.push(memory);
      return [{ id: event.id, method: "POST", url: "https://example.com", headers: {}, body: "" }];
    },
    judge: () => ({ kind: "sent", memory: { thread: "17" } }),
  };
  await bench.arrive(1, 2);
  await bench.pump();
  expect(seen).toEqual([{}, { thread: "17" }]);
});

test("an event that overtook another waits a minute for it; then the hole is noted", async () => {
  await bench.arrive(1, 3);
  expect(await bench.pump()).toBe("2026-11-28T12:01:00.000Z");
  bench.clock.advance(60_000);
  await bench.pump();
  expect(sent).toEqual(["e-1", "e-3"]);
  expect(await bench.outcomes()).toContainEqual([3, "gap", "1 events before this one never came over the bus"]);
});

test("five failures in a row give every lane of the receiver a rest; one probe ends it", async () => {
  await bench.arrive(1);
  for (let tries = 0; tries < 5; tries += 1) {
    answers = [new RequestRefused("no connection: ECONNREFUSED")];
    const due = await bench.pump();
    bench.clock.advance(Date.parse(due ?? "") - bench.clock.nowMs());
  }
  // The retry itself came later than the breaker's ten seconds: it is the probe.
  await bench.pump();
  expect(sent.length).toBe(6);
});

test("a receiver is asked for no more a second than it bears", async () => {
  await bench.stores.receivers.put({ ...base, ratePerSecond: 2 });
  await bench.arrive(1, 2, 3);
  expect(await bench.pump()).toBe("2026-11-28T12:00:00.500Z");
  expect(sent).toEqual(["e-1", "e-2"]);
});

test("what a receiver did not ask for, and what was before its time, is passed over", async () => {
  await bench.stores.receivers.put({ ...base, filter: { types: ["WaveCompleted"], tags: { team: "blue" } } });
  await bench.arrive(1, 2);
  await bench.pump();
  expect(sent).toEqual(["e-2"]);
});

test("a receiver that is off keeps its place; one that is gone leaves nothing to do", async () => {
  await bench.stores.receivers.put({ ...base, enabled: false });
  await bench.arrive(1);
  expect(await bench.pump()).toBe("2026-11-28T12:15:00.000Z");
  await bench.stores.receivers.remove("r");
  expect(await bench.pump()).toBeUndefined();
  expect(sent).toEqual([]);
});
