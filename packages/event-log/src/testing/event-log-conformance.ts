/** What every event log must do, as a suite that each implementation runs. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { EMPTY_HEAD, GENESIS_HASH, hashOf, headOf } from "../commit.ts";
import { readHead } from "../commands/load-stream.ts";
import type { Commit, EventLog, StoredEvent } from "../port.ts";
import { hourRanges, type TimeFeed } from "../time-feed.ts";
import { appendRequest, storedEvent } from "./requests.ts";

/** A log under test; `feed` reads what was appended to it. */
export interface LogUnderTest {
  readonly log: EventLog;
  readonly feed: TimeFeed;
}

/** Megabytes through a local engine, on a machine that may be busy. */
const slow = { timeout: 60_000 };
let streams = 0;
const newStream = (): string => `EXEC#conformance-${(streams += 1)}`;

/** Declares the suite for one implementation. `get` is called inside each test. */
export function eventLogConformance(name: string, get: () => LogUnderTest): void {
  const append = async (streamId: string, rest: Parameters<typeof appendRequest>[1] = {}): Promise<Commit> =>
    (await get().log.append(appendRequest(streamId, rest))).commit;
  const chain = async (streamId: string, lengths: readonly number[]): Promise<readonly Commit[]> => {
    const commits: Commit[] = [];
    for (const length of lengths) {
      const last = commits.at(-1);
      const events = Array.from({ length }, (_, index) => storedEvent(index + 1));
      commits.push(await append(streamId, { events, ...(last ? { head: headOf(last) } : {}) }));
    }
    return commits;
  };

  describe(`${name} as an event log`, () => {
    it("reads nothing from a stream that was never written", async () => {
      expect(await get().log.read(newStream())).toEqual([]);
    });

    it("gives back exactly what was appended, versions counted and hashes chained", async () => {
      const streamId = newStream();
      const commits = await chain(streamId, [1, 3, 2]);
      expect(commits.map((commit) => [commit.firstVersion, commit.lastVersion])).toEqual([
        [1, 1],
        [2, 4],
        [5, 6],
      ]);
      expect(commits[0]?.prevHash).toBe(GENESIS_HASH);
      expect(commits[2]?.prevHash).toBe(commits[1]?.hash);
      const read = await get().log.read(streamId);
      expect(read).toEqual(commits);
      expect(read.map((commit) => hashOf(commit))).toEqual(commits.map((commit) => commit.hash));
    });

    it("keeps every kind of JSON value unchanged", async () => {
      const streamId = newStream();
      const data = {
        text: "Zürich 東京 🚨",
        empty: "",
        nothing: null,
        yes: true,
        zero: 0,
        minus: -1.5,
        tiny: 1e-7,
        large: Number.MAX_SAFE_INTEGER,
        list: [],
        nested: { deep: [{ a: [1, "2", null, {}] }] },
        "key with.dots#": [[]],
      };
      const commit = await append(streamId, { events: [{ ...storedEvent(), data }] });
      const [read] = await get().log.read(streamId);
      expect(read?.events[0]?.data).toEqual(data);
      expect(hashOf(read!)).toBe(commit.hash);
    });

    it("drops undefined members and mends broken text before it hashes", async () => {
      const streamId = newStream();
      await append(streamId, { events: [{ ...storedEvent(), data: { gone: undefined, cut: "a\ud83d", minusZero: -0 } }] });
      const [read] = await get().log.read(streamId);
      expect(read?.events[0]?.data).toEqual({ cut: "a\ufffd", minusZero: 0 });
      expect(hashOf(read!)).toBe(read?.hash);
    });

    it("reads from a commit on, and no more commits than asked for", async () => {
      const streamId = newStream();
      const commits = await chain(streamId, [1, 3, 2, 1]);
      expect(await get().log.read(streamId, { afterVersion: 4 })).toEqual(commits.slice(2));
      expect(await get().log.read(streamId, { afterVersion: 7 })).toEqual([]);
      expect(await get().log.read(streamId, { afterVersion: 1, limit: 2 })).toEqual(commits.slice(1, 3));
    });

    it("reads a stream from its end, and says whether that is all of it", async () => {
      const { log } = get();
      const streamId = newStream();
      expect(await log.readEnd(streamId)).toEqual({ commits: [], whole: true });
      expect(await readHead(log, streamId)).toEqual(EMPTY_HEAD);
      const commits = await chain(streamId, [1, 3, 2]);
      expect(await log.readEnd(streamId)).toEqual({ commits, whole: true });
      expect(await log.readEnd(streamId, { limit: 2 })).toEqual({ commits: commits.slice(1), whole: false });
      expect(await readHead(log, streamId)).toEqual({ version: 6, hash: commits[2]?.hash });
    });

    it("refuses to read on from the middle of a commit", async () => {
      const streamId = newStream();
      await chain(streamId, [1, 3, 2]);
      await expect(get().log.read(streamId, { afterVersion: 2 })).rejects.toMatchObject({ code: "log.gap" });
    });

    it("refuses a stale writer and writes nothing", async () => {
      const streamId = newStream();
      const commits = await chain(streamId, [1, 2]);
      await expect(append(streamId, { head: headOf(commits[0]!) })).rejects.toMatchObject({
        code: "log.version_conflict",
        retryable: true,
      });
      await expect(append(streamId)).rejects.toMatchObject({ code: "log.version_conflict" });
      expect(await get().log.read(streamId)).toEqual(commits);
    });

    it("takes a repeat of its own commit as a success", async () => {
      const streamId = newStream();
      const request = appendRequest(streamId, { events: [storedEvent(1), storedEvent(2)] });
      const first = await get().log.append(request);
      await append(streamId, { head: headOf(first.commit) });
      const repeat = await get().log.append(request);
      expect([first.duplicate, repeat.duplicate]).toEqual([false, true]);
      expect(repeat.commit).toEqual(first.commit);
      expect(await get().log.read(streamId)).toHaveLength(2);
    });

    it("has exactly one winner when 20 race for one version", async () => {
      const streamId = newStream();
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => append(streamId)));
      const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
      expect(won).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome.status === "rejected").map((lost) => (lost.reason as { code: string }).code)).toEqual(
        Array.from({ length: 19 }, () => "log.version_conflict"),
      );
      expect(await get().log.read(streamId)).toEqual([won[0]?.value]);
    });

    it("keeps streams apart", async () => {
      const [one, two] = [newStream(), newStream()];
      await chain(one, [1, 1]);
      await chain(two, [2]);
      expect((await get().log.read(one)).map((commit) => commit.streamId)).toEqual([one, one]);
      expect((await get().log.read(two)).map((commit) => commit.lastVersion)).toEqual([2]);
    });

    it("pages through a long stream", slow, async () => {
      const streamId = newStream();
      const padded = (): StoredEvent => ({ ...storedEvent(), data: { pad: "x".repeat(100_000) } });
      let head = EMPTY_HEAD;
      for (let index = 0; index < 25; index += 1) head = headOf(await append(streamId, { head, events: [padded()] }));
      const read = await get().log.read(streamId);
      expect(read.map((commit) => commit.firstVersion)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    });

    it("keeps a decision of 2,000 events in one commit", slow, async () => {
      const streamId = newStream();
      const events = Array.from({ length: 2000 }, (_, index) => ({
        ...storedEvent(index + 1),
        data: { waveNumber: index + 1, resources: { cluster: `cluster-${index}`, text: "the same words in each of them ".repeat(10) } },
      }));
      const commit = await append(streamId, { events });
      expect(commit.lastVersion).toBe(2000);
      expect(await get().log.read(streamId)).toEqual([commit]);
      await expect(append(streamId)).rejects.toMatchObject({ code: "log.version_conflict" });
    });

    it("refuses a commit that no item can hold, and an event that no bus can carry", async () => {
      const streamId = newStream();
      const noise = (bytes: number): StoredEvent => ({ ...storedEvent(), data: { noise: randomBytes(bytes).toString("base64") } });
      await expect(append(streamId, { events: [noise(500_000)] })).rejects.toMatchObject({ code: "log.commit_too_large" });
      await expect(append(streamId, { events: [noise(700_000)] })).rejects.toMatchObject({
        code: "log.event_too_large",
        details: { index: 0, type: "WaveCompleted" },
      });
      expect(await get().log.read(streamId)).toEqual([]);
    });

    it.each([
      ["no events", { events: [] }, "at least one event"],
      ["an infinite number", { events: [{ ...storedEvent(), data: { n: Infinity } }] }, "events[0].data.n"],
      ["an unsafe integer", { events: [{ ...storedEvent(), data: { a: [2 ** 60] } }] }, "events[0].data.a[0]"],
      ["a date object", { events: [{ ...storedEvent(), data: { at: new Date(0) } }] }, "events[0].data.at"],
      ["a time without milliseconds", { recordedAt: "2026-11-23T04:00:00Z" }, "recordedAt"],
    ])("refuses %s and names the place", async (_, rest, place) => {
      await expect(append(newStream(), rest)).rejects.toMatchObject({ code: "log.invalid_event", message: expect.stringContaining(place) });
    });

    it("lists commits by hour in the time feed", async () => {
      const streamId = newStream();
      const first = await append(streamId, { recordedAt: "2031-03-01T09:59:59.999Z" });
      const second = await append(streamId, { head: headOf(first), recordedAt: "2031-03-01T10:00:00.000Z" });
      await append(streamId, { head: headOf(second), recordedAt: "2031-03-01T10:00:00.001Z" });
      const found = [];
      for (const range of hourRanges("2031-03-01T09:00:00.000Z", "2031-03-01T10:00:00.000Z"))
        found.push(...(await get().feed.readHour(range)));
      expect(found).toEqual([
        { streamId, firstVersion: 1, recordedAt: "2031-03-01T09:59:59.999Z" },
        { streamId, firstVersion: 2, recordedAt: "2031-03-01T10:00:00.000Z" },
      ]);
    });
  });
}
