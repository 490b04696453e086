// Several events in one request: which go together, and what becomes of each.
import { beforeEach, describe, expect, test } from "vitest";
import type { Verdict } from "./integration.ts";
import { newLane } from "./lane.ts";
import { sampleEvent } from "./testing/sample-event.ts";
import { createLaneBench, type LaneBench, base, ok } from "../test/lane-bench.ts";

let bench: LaneBench;
beforeEach(async () => {
  bench = await createLaneBench(() => Promise.resolve(ok));
});

describe("an integration that takes several events in one request", () => {
  const kinds = (...verdicts: readonly Verdict["kind"][]) =>
    verdicts.map((kind): Verdict => (kind === "sent" ? { kind } : { kind, reason: "because" }));
  let batches: string[][] = [];
  const taking = (...rounds: readonly (readonly Verdict[])[]): void => {
    batches = [];
    bench.integration = {
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
    await bench.arrive(1, 2, 3, 4, 5, 6);
    await bench.pump();
    expect(batches).toEqual([
      ["e-1", "e-2", "e-3", "e-4"],
      ["e-5", "e-6"],
    ]);
    expect((await bench.outcomes()).map(([sequence]) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await bench.stores.lanes.get("r#e")).toMatchObject({ doneThrough: 6, memory: { seen: "2" } });
  });

  test("goes on behind what was taken, and tries again from the first that was not", async () => {
    taking(kinds("sent", "dead", "retry", "sent"));
    await bench.arrive(1, 2, 3, 4);
    expect(await bench.pump()).toBe("2026-11-28T12:00:05.000Z");
    expect((await bench.outcomes()).map(([sequence, outcome]) => [sequence, outcome])).toEqual([
      [1, "sent"],
      [2, "dead"],
      [3, "retry"],
    ]);
    bench.clock.advance(6_000);
    await bench.pump();
    expect(batches[1]).toEqual(["e-3", "e-4"]);
  });

  test("may try fewer than it was given", async () => {
    taking(kinds("sent"));
    await bench.arrive(1, 2, 3);
    await bench.pump();
    expect(batches).toEqual([
      ["e-1", "e-2", "e-3"],
      ["e-2", "e-3"],
    ]);
  });

  test("is not given what lies behind a hole, or is not wanted", async () => {
    await bench.stores.receivers.put({ ...base, filter: { types: ["Sample1", "Sample2"] } });
    taking();
    const typed = (sequence: number, type: string) => {
      const { envelope } = sampleEvent("e", sequence, bench.clock.nowIso());
      return bench.stores.events.add({ envelope: { ...envelope, type }, receivedAt: bench.clock.nowIso() });
    };
    for (const [sequence, type] of [
      [1, "Sample1"],
      [2, "Sample2"],
      [3, "Other"],
      [4, "Sample1"],
      [6, "Sample1"],
    ] as const)
      await typed(sequence, type);
    await bench.stores.lanes.wake(newLane("r", "e", bench.clock.nowIso()));
    await bench.pump();
    expect(batches).toEqual([["e-1", "e-2"], ["e-4"]]);
  });

  test("that fails as a whole is tried again as a whole", async () => {
    taking();
    const { performBatch } = bench.integration;
    let failed = false;
    bench.integration = {
      ...bench.integration,
      performBatch: (inputs, send) => {
        if (failed && performBatch) return performBatch(inputs, send);
        failed = true;
        return Promise.reject(new Error("reset"));
      },
    };
    await bench.arrive(1, 2);
    await bench.pump();
    bench.clock.advance(6_000);
    await bench.pump();
    expect([batches, (await bench.outcomes()).map(([, outcome]) => outcome)]).toEqual([[["e-1", "e-2"]], ["retry", "sent", "sent"]]);
  });
});
