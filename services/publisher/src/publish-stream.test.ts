/** The publisher of one stream: order, cursors, crashes. What the bus takes only in part is in races.test.ts. */
import { LOG_SOURCE } from "@dr/events";
import { describe, expect, it } from "vitest";
import type { CursorStore } from "./cursors.ts";
import { createStreamPublisher, type StreamPublisher } from "./publish-stream.ts";
import { createScene, firstAppearances, ids, type Scene } from "./testing/scene.ts";

const A = "EXEC#a";

describe("publishUpTo", () => {
  it("puts every event of the stream on the bus, in version order, under the log's source", async () => {
    const scene = createScene();
    for (const count of [1, 3, 2]) await scene.commit(A, count);
    expect(await scene.publisher.publishUpTo(A)).toBe(6);
    expect(scene.published).toEqual(ids(A, 1, 6));
    expect(scene.entries[3]).toMatchObject({
      source: LOG_SOURCE,
      detailType: "WaveCompleted",
      detail: { id: `${A}:4`, source: LOG_SOURCE, subject: "a", sequence: 4, data: { waveNumber: 4 } },
    });
    expect(await scene.cursors.read(A)).toBe(6);
  });

  it("publishes nothing twice, and only what is new", async () => {
    const scene = createScene();
    await scene.commit(A);
    await scene.publisher.publishUpTo(A);
    expect(await scene.publisher.publishUpTo(A)).toBe(0);
    await scene.commit(A, 2);
    expect(await scene.publisher.publishUpTo(A)).toBe(2);
    expect(scene.published).toEqual(ids(A, 1, 3));
  });

  it("works off a backlog longer than one read", async () => {
    const scene = createScene();
    for (let index = 0; index < 120; index += 1) await scene.commit(A);
    expect(await scene.publisher.publishUpTo(A)).toBe(120);
    expect(scene.published).toEqual(ids(A, 1, 120));
  });

  it("repeats, in order, what it published before a crash kept it from the cursor", async () => {
    let crashes = 1;
    const scene = createScene(({ cursors }) => ({
      cursors: {
        ...cursors,
        advance: async (...move) => {
          if (crashes > 0) {
            crashes -= 1;
            throw new Error("crashed");
          }
          return cursors.advance(...move);
        },
      },
    }));
    await scene.commit(A, 2);
    await expect(scene.publisher.publishUpTo(A)).rejects.toThrow("crashed");
    await scene.commit(A);
    await scene.publisher.publishUpTo(A);
    expect(scene.published).toEqual([...ids(A, 1, 2), ...ids(A, 1, 3)]);
  });

  it("keeps the cursor where it was when the bus says nothing of what it took", async () => {
    const scene = createScene(() => ({ bus: { publish: () => Promise.reject(new Error("no network")) } }));
    await scene.commit(A, 2);
    await expect(scene.publisher.publishUpTo(A)).rejects.toThrow("no network");
    expect(await scene.cursors.read(A)).toBe(0);
  });

  it("first shows each event after its predecessor, however many publishers run at once", async () => {
    const scene = createScene();
    for (let index = 0; index < 30; index += 1) await scene.commit(A, 1 + (index % 3));
    const counts = await Promise.all(Array.from({ length: 5 }, async () => scene.publisher.publishUpTo(A)));
    expect(Math.max(...counts)).toBe(60);
    expect(firstAppearances(scene.published)).toEqual(ids(A, 1, 60));
    expect(await scene.cursors.read(A)).toBe(60);
  });

  it("never moves a cursor back that another publisher moved on", async () => {
    let raced = false;
    const scene = createScene(({ cursors }) => {
      const racing: CursorStore = {
        ...cursors,
        advance: async (streamId, from, to) => {
          if (!raced) {
            raced = true;
            await cursors.advance(streamId, from, 5);
          }
          return cursors.advance(streamId, from, to);
        },
      };
      return { cursors: racing };
    });
    for (let index = 0; index < 5; index += 1) await scene.commit(A);
    await scene.publisher.publishHint((await scene.log.read(A))[0]!);
    expect(await scene.cursors.read(A)).toBe(5);
  });
});

describe("publishHint", () => {
  const withoutLog = ({ log, cursors, bus, lead }: Scene): StreamPublisher =>
    createStreamPublisher({ log: { ...log, read: () => Promise.reject(new Error("read the log")) }, cursors, bus, lead });

  it("publishes the next commit from the record itself, without reading the log", async () => {
    const scene = createScene();
    const commit = await scene.commit(A, 2);
    expect(await withoutLog(scene).publishHint(commit)).toBe(2);
    expect(scene.published).toEqual(ids(A, 1, 2));
  });

  it("skips a record that is older than the cursor, without reading the log", async () => {
    const scene = createScene();
    const commit = await scene.commit(A, 2);
    await scene.publisher.publishUpTo(A);
    expect(await withoutLog(scene).publishHint(commit)).toBe(0);
    expect(scene.published).toEqual(ids(A, 1, 2));
  });

  it("reads the log when records before this one are missing", async () => {
    const scene = createScene();
    await scene.commit(A, 2);
    await scene.commit(A);
    const third = await scene.commit(A, 2);
    expect(await scene.publisher.publishHint(third)).toBe(5);
    expect(scene.published).toEqual(ids(A, 1, 5));
  });

  it("puts records that come in the wrong order on the bus in the right one", async () => {
    const scene = createScene();
    const commits = [await scene.commit(A), await scene.commit(A), await scene.commit(A)];
    for (const commit of commits.toReversed()) await scene.publisher.publishHint(commit);
    expect(scene.published).toEqual(ids(A, 1, 3));
  });
});
