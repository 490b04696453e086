/** The sweep: what no stream record brought to the bus. */
import type { TimeFeed } from "@dr/event-log";
import { DrError } from "@dr/events";
import { createVirtualClock, type LogFields } from "@dr/runtime";
import { describe, expect, it } from "vitest";
import type { CursorStore } from "./cursors.ts";
import { createSweep, type SweepSummary } from "./sweep.ts";
import { createScene, ids, type Scene } from "./testing/scene.ts";

const [A, B, C] = ["EXEC#a", "EXEC#b", "PLAN#c"];

function setUp(scene: Scene = createScene(), nowIso = "2026-11-23T04:01:00.000Z") {
  const clock = createVirtualClock(nowIso);
  const errors: { message: string; fields: LogFields | undefined }[] = [];
  const sweep = createSweep({ feed: scene.log, cursors: scene.cursors, publisher: scene.publisher, lead: scene.lead, clock });
  const run = (isNear = () => false): Promise<SweepSummary> =>
    sweep({ isNear, logger: { error: (message, fields) => errors.push({ message, fields }) } });
  return { ...scene, published: () => scene.published, clock, errors, run };
}

describe("the sweep", () => {
  it("publishes streams whose records were lost, and leaves the others alone", async () => {
    const { commit, publisher, published, run, cursors } = setUp();
    await commit(A, 2);
    await commit(B);
    await publisher.publishUpTo(A);
    await commit(C, 3);
    expect(await run()).toEqual({
      checked: 3,
      published: 4,
      failed: 0,
      broken: 0,
      unchecked: 0,
      anchored: 0,
      behind: 0,
      sweptTo: "2026-11-23T04:00:58.000Z",
    });
    expect(published().toSorted()).toEqual([...ids(A, 1, 2), ...ids(B, 1, 1), ...ids(C, 1, 3)]);
    expect(await cursors.readMark()).toBe("2026-11-23T04:00:58.000Z");
  });

  it("leaves commits of this moment to the stream function, and finds them at the next run", async () => {
    const { commit, published, run, clock } = setUp();
    await commit(A, 1, "2026-11-23T04:00:59.500Z");
    await run();
    expect(published()).toEqual([]);
    clock.advance(3_000);
    await run();
    expect(published()).toEqual(ids(A, 1, 1));
  });

  it("looks again at what lay just before its mark: a commit whose writer's clock was slow", async () => {
    const { commit, published, run, clock } = setUp();
    await run();
    await commit(A, 1, "2026-11-23T04:00:50.000Z");
    clock.advance(1_000);
    await run();
    expect(published()).toEqual(ids(A, 1, 1));
  });

  it("reads the cursor of a stream that it found published once, however often the overlap shows it", async () => {
    const { commit, run, clock, cursors } = setUp(
      createScene(({ cursors: own }) => ({
        cursors: { ...own, progress: (streamIds) => (asked.push(...streamIds), own.progress(streamIds)) },
      })),
    );
    const asked: string[] = [];
    await commit(A, 1, "2026-11-23T04:00:50.000Z");
    const look = async (): Promise<readonly string[]> => {
      asked.length = 0;
      await run();
      clock.advance(1_000);
      return [...asked];
    };
    // Unpublished at first: only what is read afterwards says that it went well.
    expect([await look(), await look(), await look()]).toEqual([[A], [A], []]);
    await commit(A, 1, "2026-11-23T04:00:55.000Z");
    expect([await look(), await look(), await look()]).toEqual([[A], [A], []]);
    expect(await cursors.read(A)).toBe(2);
  });

  it("holds its mark when it cannot read the cursors, and goes on at the next run", async () => {
    let fails = true;
    const { commit, published, run, clock, cursors, errors } = setUp(
      createScene(({ cursors: own }) => ({
        cursors: {
          ...own,
          progress: async (streamIds) => {
            if (fails) throw new DrError("aws.throttled", "slow down", { retryable: true });
            return own.progress(streamIds);
          },
        },
      })),
    );
    await commit(A, 1, "2026-11-23T04:00:50.000Z");
    await commit(B, 1, "2026-11-23T04:00:51.000Z");
    expect(await run()).toMatchObject({ checked: 0, published: 0, failed: 2 });
    // The hours before it held nothing: their mark stands, that of this hour does not move.
    expect(await cursors.readMark()).toBe("2026-11-23T03:59:59.999Z");
    expect(errors).toMatchObject([{ message: "cursors could not be read", fields: { streams: 2, code: "aws.throttled" } }]);
    fails = false;
    clock.advance(1_000);
    await run();
    expect(published().toSorted()).toEqual([...ids(A, 1, 1), ...ids(B, 1, 1)]);
  });

  it("does not remember as published what it could not publish, for its Region does not lead", async () => {
    const scene = createScene();
    const { commit, published, run, clock } = setUp(scene);
    await commit(A, 1, "2026-11-23T04:00:50.000Z");
    let leads = false;
    const publisher = { ...scene.publisher, publishUpTo: async (id: string) => (leads ? scene.publisher.publishUpTo(id) : 0) };
    const sweep = createSweep({ feed: scene.log, cursors: scene.cursors, publisher, lead: scene.lead, clock });
    const runIt = () => sweep({ isNear: () => false, logger: { error: () => undefined } });
    await runIt();
    leads = true;
    clock.advance(1_000);
    await runIt();
    expect(published()).toEqual(ids(A, 1, 1));
    expect((await run()).published).toBe(0);
  });

  it("looks back an hour in a platform that has no commit yet, and two days in every other", async () => {
    const hoursOf = async (isNew: boolean): Promise<number> => {
      const scene = createScene();
      let hours = 0;
      const feed: TimeFeed = { readHour: async (range) => ((hours += 1), scene.log.readHour(range)) };
      const clock = createVirtualClock("2026-11-23T04:01:00.000Z");
      const { cursors, publisher, lead } = scene;
      await createSweep({ feed, cursors, publisher, lead, clock, isNew: async () => isNew })({
        isNear: () => false,
        logger: { error: () => undefined },
      });
      return hours;
    };
    expect([await hoursOf(true), await hoursOf(false)]).toEqual([2, 49]);
  });

  it("works off an outage of a year", async () => {
    const { commit, published, run, cursors } = setUp(createScene(), "2026-11-23T04:01:00.000Z");
    await cursors.writeMark("2025-11-20T00:00:00.000Z");
    await commit(A, 1, "2025-11-20T00:30:00.000Z");
    await commit(B, 1, "2026-03-01T10:00:00.000Z");
    await commit(C, 1, "2026-11-23T04:00:00.000Z");
    expect((await run()).published).toBe(3);
    expect(published()).toEqual([...ids(A, 1, 1), ...ids(B, 1, 1), ...ids(C, 1, 1)]);
  });

  it("goes on at the next run where the deadline stopped it", async () => {
    const { commit, published, run, cursors } = setUp();
    await cursors.writeMark("2026-11-22T00:00:00.000Z");
    await commit(A, 1, "2026-11-22T01:30:00.000Z");
    await commit(B, 1, "2026-11-23T02:00:00.000Z");
    let looks = 0;
    expect(await run(() => (looks += 1) > 6)).toMatchObject({ published: 1, unchecked: 0 });
    const mark = await cursors.readMark();
    expect(mark! > "2026-11-22T01:30:00.000Z" && mark! < "2026-11-23T02:00:00.000Z").toBe(true);
    await run();
    expect(published()).toEqual([...ids(A, 1, 1), ...ids(B, 1, 1)]);
  });

  it("does not move its mark past streams that it had no time to look at", async () => {
    const { commit, published, run, cursors } = setUp();
    await cursors.writeMark("2026-11-23T04:00:30.000Z");
    for (const stream of [A, B, C]) await commit(stream, 1, "2026-11-23T04:00:40.000Z");
    let looks = 0;
    expect(await run(() => (looks += 1) > 2)).toMatchObject({ checked: 1, unchecked: 2, sweptTo: "2026-11-23T04:00:30.000Z" });
    await run();
    expect(published().toSorted()).toEqual([...ids(A, 1, 1), ...ids(B, 1, 1), ...ids(C, 1, 1)]);
  });

  it("holds its mark back for a stream that the bus refuses, publishes its neighbours, and tries again", async () => {
    const scene = createScene();
    const { commit, published, run, cursors, errors, clock } = setUp(scene);
    await commit(A);
    await commit(B);
    scene.refuse(`${A}:1`);
    expect(await run()).toMatchObject({ published: 1, failed: 1, broken: 0 });
    expect(published()).toEqual(ids(B, 1, 1));
    expect(await cursors.readMark()).toBe("2026-11-23T03:59:59.999Z");
    expect(errors).toMatchObject([{ fields: { streamId: A, code: "bus.publish_failed" } }]);
    clock.advance(60_000);
    await run();
    expect(published()).toEqual([...ids(B, 1, 1), ...ids(A, 1, 1)]);
    expect(await cursors.readMark()).toBe("2026-11-23T04:01:58.000Z");
  });

  it("names a stream that no repetition can mend and does not wait for it", async () => {
    // A cursor in the middle of a commit: the stream does not go on from there.
    const { commit, published, run, cursors, errors } = setUp();
    await commit(A, 3);
    await commit(A);
    await commit(B);
    await cursors.advance(A, 0, 2);
    expect(await run()).toMatchObject({ published: 1, failed: 0, broken: 1, sweptTo: "2026-11-23T04:00:58.000Z" });
    expect(published()).toEqual(ids(B, 1, 1));
    expect(errors).toMatchObject([{ message: "stream could not be published", fields: { streamId: A, code: "log.gap" } }]);
  });

  it("does not lose what another run, slower or faster, is doing at the same time", async () => {
    const { commit, published, run } = setUp();
    for (const stream of [A, B, C]) await commit(stream, 2);
    await Promise.all([run(), run(), run()]);
    expect(new Set(published())).toEqual(new Set([...ids(A, 1, 2), ...ids(B, 1, 2), ...ids(C, 1, 2)]));
  });

  it("fails as a whole when it cannot read its mark, so that the platform counts it", async () => {
    const scene = createScene(({ cursors }) => ({
      cursors: { ...cursors, readMark: () => Promise.reject(new Error("no table")) } satisfies CursorStore,
    }));
    await expect(setUp(scene).run()).rejects.toThrow("no table");
  });
});
