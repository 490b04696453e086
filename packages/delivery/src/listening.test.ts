// Who listens, what comes off the bus meanwhile, and that nothing is missed in between.
import {
  createMemoryEventLog,
  EMPTY_HEAD,
  headOf,
  subjectOf,
  toEnvelope,
  type Commit,
  type StoredEvent,
  type StreamHead,
} from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../test/random.ts";
import { createTakeFromLog } from "./from-log.ts";
import { createIntake } from "./intake.ts";
import { createListening, type FactRule } from "./listening.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";
import { createNotePull } from "./note-pull.ts";
import { createPump } from "./pump.ts";
import { pumpParts } from "./testing/pump-parts.ts";
import type { Receiver } from "./receiver.ts";

const NOON = "2026-11-28T12:00:00.000Z";
const receiver = (receiverId: string, since: string): Receiver => ({
  receiverId,
  kind: "echo",
  filter: {},
  settings: {},
  enabled: true,
  since,
  ratePerSecond: 1_000,
  retryHours: 72,
});

function createWorld() {
  const clock = createVirtualClock(NOON);
  const stores = createMemoryStores();
  const heads = new Map<string, StreamHead>();
  const log = createMemoryEventLog();
  let on = false;
  const switched: string[] = [];
  const rule: FactRule = {
    isOn: async () => on,
    turnOn: async () => {
      switched.push("on");
      on = true;
    },
    turnOff: async () => {
      switched.push("off");
      on = false;
    },
  };
  const takeFromLog = createTakeFromLog({ log, events: stores.events, clock });
  const intake = createIntake({ ...stores, receivers: () => stores.receivers.list(), hint: async () => undefined, clock });
  const sent: string[] = [];
  const pump = createPump({
    ...pumpParts(stores, clock),
    integrations: new Map([
      [
        "echo",
        {
          kind: "echo",
          toRequests: ({ event, receiver: { receiverId } }) => [
            {
              id: `${receiverId}: ${event.subject}-${event.sequence}`,
              method: "POST" as const,
              url: "https://example.com",
              headers: {},
              body: "",
            },
          ],
        },
      ],
    ]),
    send: async ({ id }) => {
      sent.push(id);
      return { status: 200, headers: {}, body: "", latencyMs: 1 };
    },
    takeFromLog,
  });
  const turn = (laneId: string) => pump(laneId, { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } });
  return {
    clock,
    stores,
    rule,
    sent,
    switched,
    turn,
    tend: createListening({ rule, ...stores, feed: log, takeFromLog, hint: async () => undefined, clock }),
    /** Records a commit of facts; each comes over the bus if the rule is on, and is not lost on its way. */
    happen: async (subject: string, lost: readonly boolean[] = [false]): Promise<Commit> => {
      const streamId = `${subject.startsWith("plan") ? "PLAN" : "EXEC"}#${subject}`;
      const head = heads.get(streamId) ?? EMPTY_HEAD;
      const first = { planId: "shop", executionType: "drill", mode: "planned", tags: {} };
      const events = lost.map((_, index): StoredEvent =>
        head.version + index === 0
          ? { type: "ExecutionRequested", schemaVersion: 1, at: clock.nowIso(), data: first }
          : { type: "WaveCompleted", schemaVersion: 1, at: clock.nowIso(), data: { waveNumber: head.version + index } },
      );
      const { commit } = await log.append({
        streamId,
        head,
        commitId: `${streamId}-${head.version}`,
        actor: "test",
        correlationId: "c",
        causationId: "c",
        epoch: 0,
        recordedAt: clock.nowIso(),
        events,
      });
      heads.set(streamId, headOf(commit));
      for (const [index, isLost] of lost.entries()) if (on && !isLost) await intake(toEnvelope(commit, index));
      return commit;
    },
    /** Works off what is due until nothing is, at most ten minutes later. */
    work: async (): Promise<void> => {
      for (let minutes = 0; minutes < 10; minutes += 1) {
        const due = await stores.lanes.due(clock.nowIso(), 1_000);
        for (const laneId of due) await turn(laneId);
        clock.advance(60_000);
      }
    },
  };
}

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

describe("the rule", () => {
  test("is off while there is nobody, on while somebody is on, off again after the last", async () => {
    const { tend, stores, switched } = world;
    expect(await tend()).toEqual({ listening: false, missed: 0 });
    await stores.receivers.put({ ...receiver("r", NOON), enabled: false });
    expect(await tend()).toEqual({ listening: false, missed: 0 });
    expect(switched).toEqual([]);
    await stores.receivers.put(receiver("r", NOON));
    expect((await tend()).listening).toBe(true);
    await tend();
    expect(switched).toEqual(["on"]);
    await stores.receivers.remove("r");
    await tend();
    expect(switched).toEqual(["on", "off"]);
  });

  test("is on for a week after somebody pulled", async () => {
    const { tend, stores, clock, switched } = world;
    const told: string[] = [];
    const notePull = createNotePull({ listening: stores.listening, listen: async () => void told.push("listen"), clock });
    await notePull();
    await notePull();
    expect((await tend()).listening).toBe(true);
    clock.advance(6 * 86_400_000);
    await notePull();
    clock.advance(6 * 86_400_000);
    expect((await tend()).listening).toBe(true);
    clock.advance(2 * 86_400_000);
    expect((await tend()).listening).toBe(false);
    await notePull();
    expect((await tend()).listening).toBe(true);
    expect([switched, told]).toEqual([
      ["on", "off", "on"],
      ["listen", "listen"],
    ]);
  });
});

test("who subscribes in the middle of an execution gets what follows, in order and at once, and knows the execution", async () => {
  const { happen, stores, clock, rule, sent, work } = world;
  await happen("e");
  await happen("e");
  clock.advance(1_000);
  await rule.turnOn();
  await stores.receivers.put({ ...receiver("r", clock.nowIso()), filter: { planIds: ["shop"] } });
  await happen("e");
  await work();
  expect(sent).toEqual(["r: e-3"]);
  expect((await stores.records.list("r", { limit: 10 })).map(({ outcome }) => outcome)).toEqual(["sent"]);
});

test("who stands within a commit gets the rest of it from the log at once, and without a hole", async () => {
  const { happen, stores, clock, rule, sent, work } = world;
  await rule.turnOn();
  await stores.receivers.put(receiver("r", NOON));
  await happen("e", [false, false, true, true]);
  await work();
  expect(sent).toEqual(["r: e-1", "r: e-2"]);
  await happen("e");
  const [laneId = ""] = await stores.lanes.due(clock.nowIso(), 1);
  await world.turn(laneId);
  expect(sent).toEqual(["r: e-1", "r: e-2", "r: e-3", "r: e-4", "r: e-5"]);
  expect(new Set((await stores.records.list("r", { limit: 10 })).map(({ outcome }) => outcome))).toEqual(new Set(["sent"]));
});

test("what passed while the rule was off for somebody who is on is sent after the next look", async () => {
  const { happen, stores, clock, tend, rule, sent, work } = world;
  await stores.receivers.put(receiver("r", NOON));
  await tend();
  await happen("e");
  // A look that began before the receiver was on switches off too early.
  await rule.turnOff();
  await happen("e");
  await happen("f");
  clock.advance(60_000);
  expect(await tend()).toEqual({ listening: true, missed: 2 });
  await work();
  expect(sent.toSorted()).toEqual(["r: e-1", "r: e-2", "r: f-1"]);
});

test("looks never ask the log for what nobody wants", async () => {
  const { happen, stores, clock, tend } = world;
  await stores.receivers.put(receiver("gone", clock.nowIso()));
  clock.advance(60_000);
  await tend();
  await stores.receivers.remove("gone");
  for (let day = 0; day < 30; day += 1) {
    await happen(`old-${day}`);
    clock.advance(86_400_000);
    await tend();
  }
  await stores.receivers.put(receiver("r", clock.nowIso()));
  clock.advance(60_000);
  expect(await tend()).toEqual({ listening: true, missed: 0 });
  expect(await stores.events.after("old-29", 0, 10)).toEqual([]);
});

/** One random thing that happens: a fact (perhaps lost on the bus), somebody comes or goes, the rule is switched by a look that is out of date. */
async function happenAtRandom({ happen, stores, clock, tend, rule, work }: ReturnType<typeof createWorld>, random: () => number) {
  const dice = random();
  const id = `r${Math.floor(random() * 2)}`;
  if (dice < 0.5) {
    const lost = Array.from({ length: 1 + Math.floor(random() * 3) }, () => random() < 0.2);
    return happen(random() < 0.8 ? `e${Math.floor(random() * 3)}` : "plan", lost);
  }
  if (dice < 0.6) {
    if ((await stores.receivers.get(id))?.enabled !== true) await stores.receivers.put(receiver(id, clock.nowIso()));
  } else if (dice < 0.66) await stores.receivers.remove(id);
  else if (dice < 0.72) await rule.turnOff();
  else if (dice < 0.78) await rule.turnOn();
  else if (dice < 0.9) await Promise.all([tend(), tend()]);
  else await work();
  return undefined;
}

test("whoever is on at the end has got everything since then, whatever was switched, lost or looked at on the way", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = createRandom(seed);
    const run = createWorld();
    const commits: Commit[] = [];
    for (let turn = 0; turn < 80; turn += 1) {
      commits.push(...[await happenAtRandom(run, random)].filter((commit) => commit !== undefined));
      run.clock.advance(Math.floor(random() * 40_000));
    }
    run.clock.advance(60_000);
    await run.tend();
    await run.work();
    for (const { receiverId, since } of await run.stores.receivers.list()) {
      const wanted = commits.filter(({ recordedAt }) => recordedAt >= since);
      const names = wanted.flatMap(({ streamId, firstVersion, events }) =>
        events.map((_, index) => `${receiverId}: ${subjectOf(streamId)}-${firstVersion + index}`),
      );
      expect(
        names.filter((name) => !run.sent.includes(name)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  }
});
