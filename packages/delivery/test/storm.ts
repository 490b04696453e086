/** A storm: many executions, a bus that repeats and reorders, receivers that fail in every way, a sender that is killed. One seed, one story. */
import { createVirtualClock } from "@dr/runtime";
import {
  createBreaker,
  createIntake,
  createMemoryStores,
  createPump,
  createRateLimit,
  createReadContext,
  sweepLanes,
  type DeliveryStores,
  type LaneStore,
  type Integration,
} from "../src/index.ts";
import { createRandom } from "./random.ts";
import { createSite, Killed, START, type Storm, type StormOptions } from "./storm-site.ts";
import { sampleEvent } from "../src/testing/sample-event.ts";

/** Runs a storm until nothing is due any more. */
export async function runStorm(options: StormOptions): Promise<Storm> {
  const random = createRandom(options.seed);
  const clock = createVirtualClock(START);
  const site = createSite({ random, clock, options });
  const memory = createMemoryStores();
  const stores: DeliveryStores = {
    ...memory,
    lanes: interleaved(memory.lanes, random),
    records: {
      ...memory.records,
      add: async (record) => {
        site.dieIfTold(record);
        await memory.records.add(record);
      },
    },
  };
  const receiverIds = Array.from({ length: options.receivers }, (_, index) => `receiver-${index}`);
  for (const receiverId of receiverIds) {
    await stores.receivers.put({
      receiverId,
      kind: "echo",
      filter: {},
      settings: {},
      enabled: true,
      since: START,
      ratePerSecond: 10_000,
      retryHours: 72,
    });
  }
  let pump = createProcess();
  function createProcess() {
    return createPump({
      stores,
      integrations: new Map([["echo", echo]]),
      send: site.send,
      readContext: createReadContext(stores.events),
      breaker: createBreaker(clock, stores.receivers),
      takeToken: createRateLimit(clock),
      clock,
      random,
      metrics: { count: () => undefined },
    });
  }
  let turns = 0;
  const work = async (laneId: string): Promise<void> => {
    turns += 1;
    try {
      await pump(laneId, { workerId: `w${turns}`, remainingMs: () => 55_000, logger: { warn: () => undefined } });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      // Everything that the process knew by heart is gone; its lease runs out by itself.
      pump = createProcess();
    }
  };
  const due = new Set<string>();
  const working: Promise<void>[] = [];
  const intake = createIntake({
    events: stores.events,
    lanes: stores.lanes,
    receivers: () => stores.receivers.list(),
    hint: async (laneId) => {
      // A hint is heard at once, later, or not at all.
      const dice = random();
      if (dice < 0.7) working.push(work(laneId));
      else if (dice < 0.9) due.add(laneId);
    },
    clock,
  });

  for (const batch of busOrder(options, random)) {
    const lanes = [...due];
    due.clear();
    working.push(...lanes.map((laneId) => work(laneId)));
    await Promise.all(batch.map(({ execution, sequence }) => intake(sampleEvent(`exec-${execution}`, sequence, clock.nowIso()).envelope)));
    await Promise.all(working.splice(0));
    clock.advance(1_000);
  }
  // Retries go on for days; time jumps from sweep to sweep.
  for (let quiet = 0; quiet < 5;) {
    clock.advance(60_000);
    const found = await sweepLanes({ ...stores, hint: async (laneId) => void due.add(laneId), clock });
    for (const laneId of due) await work(laneId);
    due.clear();
    quiet = found === 0 && clock.nowMs() > Date.parse(START) + 2 * 86_400_000 ? quiet + 1 : 0;
    if (found === 0) clock.advance(600_000);
  }
  const deadLetters = (await Promise.all(receiverIds.map((id) => stores.records.list(id, { outcome: "dead", limit: 1_000_000 })))).flat()
    .length;
  return { ...site.judge(receiverIds), deadLetters };
}

const echo: Integration = {
  kind: "echo",
  toRequests: ({ event, context, receiver }) => [
    {
      id: event.id,
      method: "POST",
      url: "https://example.com/",
      headers: { to: receiver.receiverId },
      body: JSON.stringify({ execution: event.subject, sequence: event.sequence, planId: context.planId }),
    },
  ],
};

/** Slices of a second. An execution's next event comes two seconds after the last; one in ten is late by up to ten, and so overtaken; some come twice. */
function busOrder(
  { executions, eventsEach }: StormOptions,
  random: () => number,
): readonly (readonly { execution: number; sequence: number }[])[] {
  const slices: { execution: number; sequence: number }[][] = Array.from({ length: eventsEach * 2 + 20 }, () => []);
  const deliver = (execution: number, sequence: number): void => {
    const late = random() < 0.1 ? Math.floor(random() * 10) : 0;
    slices[(sequence - 1) * 2 + late]?.push({ execution, sequence });
  };
  for (let execution = 0; execution < executions; execution += 1) {
    for (let sequence = 1; sequence <= eventsEach; sequence += 1) {
      deliver(execution, sequence);
      if (random() < 0.05) deliver(execution, sequence);
    }
  }
  return slices.map((slice) => shuffled(slice, random));
}

/** The lane store, with other work going on between any two of its steps. */
function interleaved(lanes: LaneStore, random: () => number): LaneStore {
  const pause = async (): Promise<void> => {
    for (let ticks = Math.floor(random() * 12); ticks > 0; ticks -= 1) await Promise.resolve();
  };
  const slow =
    <Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await pause();
      const result = await call(...args);
      await pause();
      return result;
    };
  return { get: slow(lanes.get), wake: slow(lanes.wake), lease: slow(lanes.lease), save: slow(lanes.save), due: lanes.due };
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
