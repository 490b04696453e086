/** Tests of bus.ts. */
import type { Envelope } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createBus, cutEntries } from "./bus.ts";
import type { BusEntry, PutEntries } from "./put-entries.ts";

function entry(id: string, text = ""): BusEntry {
  const detail: Envelope = {
    specversion: "1.0",
    id,
    source: "dr.orchestration",
    type: "WaveStarted",
    time: "2026-11-23T04:00:00.000Z",
    subject: "exec-1",
    dataschema: "urn:x",
    correlationid: "c",
    causationid: "c",
    epoch: 0,
    schemaversion: 1,
    actor: "a",
    data: { text },
  };
  return { source: "dr.orchestration", detailType: "WaveStarted", detail };
}

const entries = (count: number, text?: string) => Array.from({ length: count }, (_, index) => entry(`e${index + 1}`, text));
const idsOf = (chunk: readonly BusEntry[]) => chunk.map((one) => one.detail.id);

/** Puts that follow a script: per call the ids that fail. */
function scripted(failing: readonly (readonly string[] | "throw")[]) {
  const calls: string[][] = [];
  const sleeps: number[] = [];
  const putEntries: PutEntries = (chunk) => {
    const script = failing[calls.length] ?? [];
    calls.push(idsOf(chunk));
    if (script === "throw") return Promise.reject(new Error("socket hang up"));
    return Promise.resolve(chunk.map((one) => (script.includes(one.detail.id) ? "ThrottlingException: slow down" : null)));
  };
  const sleep = (ms: number) => {
    sleeps.push(ms);
    return Promise.resolve();
  };
  return { calls, sleeps, bus: createBus({ putEntries, sleep, maxTries: 3, backoffMs: 10 }) };
}

describe("cutEntries", () => {
  test("cuts by count: 25 entries make requests of 10, 10 and 5", () => {
    expect(cutEntries(entries(25)).map((chunk) => chunk.entries.length)).toEqual([10, 10, 5]);
  });

  test("cuts by bytes and counts UTF-8 and resources, not characters", () => {
    expect(cutEntries(entries(3, "x".repeat(400_000))).map((chunk) => chunk.entries.length)).toEqual([2, 1]);
    expect(cutEntries(entries(3, "ü".repeat(220_000))).map((chunk) => chunk.entries.length)).toEqual([2, 1]);
    const heavy = entries(2, "x".repeat(400_000)).map((one) => ({ ...one, resources: ["r".repeat(100_000)] }));
    expect(cutEntries(heavy).map((chunk) => chunk.entries.length)).toEqual([1, 1]);
  });

  test("keeps the order", () => {
    expect(cutEntries(entries(12)).flatMap((chunk) => idsOf(chunk.entries))).toEqual(idsOf(entries(12)));
  });

  test("refuses an entry that no request can hold", () => {
    expect(() => cutEntries(entries(1, "x".repeat(900_001)))).toThrow(
      expect.objectContaining({ code: "bus.entry_too_large", retryable: false }),
    );
  });
});

describe("publish", () => {
  test("puts nothing for no entries", async () => {
    const { bus, calls } = scripted([]);
    await bus.publish([]);
    expect(calls).toEqual([]);
  });

  test("retries only the failed entries, one by one, with a doubling back-off", async () => {
    const { bus, calls, sleeps } = scripted([["e2", "e3"], ["e2"], []]);
    await bus.publish(entries(4));
    expect(calls).toEqual([["e1", "e2", "e3", "e4"], ["e2"], ["e2"], ["e3"]]);
    expect(sleeps).toEqual([10, 20, 10]);
  });

  test("gives up after the last try and names every entry that was not accepted", async () => {
    const { bus, calls } = scripted([["e2", "e4"], ["e2"], ["e2"]]);
    await expect(bus.publish(entries(12))).rejects.toMatchObject({
      code: "bus.publish_failed",
      retryable: true,
      details: { failedIds: ["e2", "e4", "e11", "e12"], reason: "ThrottlingException: slow down" },
    });
    expect(calls).toHaveLength(3);
  });

  test("a request without an answer counts as failed for each of its entries", async () => {
    const { bus, calls } = scripted(["throw"]);
    await bus.publish(entries(2));
    expect(calls).toEqual([["e1", "e2"], ["e1"], ["e2"]]);
  });

  test("an answer that says nothing about an entry is no success", async () => {
    const puts: number[] = [];
    const putEntries: PutEntries = (chunk) => {
      puts.push(chunk.length);
      return Promise.resolve(puts.length === 1 ? [null] : [null]);
    };
    await createBus({ putEntries, sleep: () => Promise.resolve() }).publish(entries(2));
    expect(puts).toEqual([2, 1]);
  });
});

describe("publishing side by side", () => {
  const alone = (names: readonly string[], text?: string) => names.map((name) => [entry(name, text)]);
  const sideBySide = (bus: ReturnType<typeof createBus>, lists: readonly (readonly BusEntry[])[]) =>
    Promise.allSettled(lists.map((list) => bus.publish(list)));

  test("shares requests of at most ten entries, and never cuts what one caller sends together", async () => {
    const { bus, calls } = scripted([]);
    const nine = Array.from({ length: 9 }, (_, index) => `s${index + 1}`);
    const results = await sideBySide(bus, [...alone(nine), entries(3)]);
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => "fulfilled"));
    expect(calls).toEqual([nine, ["e1", "e2", "e3"]]);
  });

  test("shares requests of at most 900,000 bytes", async () => {
    const { bus, calls } = scripted([]);
    await sideBySide(bus, alone(["a", "b", "c"], "x".repeat(400_000)));
    expect(calls).toEqual([["a", "b"], ["c"]]);
  });

  test("tells each caller of its own entries", async () => {
    const { bus, calls } = scripted([["b"], ["b"], ["b"]]);
    const results = await sideBySide(bus, alone(["a", "b", "c"]));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: { code: "bus.publish_failed", details: { failedIds: ["b"] } } });
    expect(calls).toEqual([["a", "b", "c"], ["b"], ["b"]]);
  });

  test("an entry for which every request is refused fails alone", async () => {
    const calls: string[][] = [];
    const putEntries: PutEntries = async (chunk) => {
      calls.push(idsOf(chunk));
      if (idsOf(chunk).includes("poison")) throw new Error("ValidationException");
      return chunk.map(() => null);
    };
    const bus = createBus({ putEntries, sleep: () => Promise.resolve(), maxTries: 2 });
    const results = await sideBySide(bus, alone(["a", "poison", "c"]));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(calls).toEqual([["a", "poison", "c"], ["a"], ["poison"], ["c"]]);
  });
});
