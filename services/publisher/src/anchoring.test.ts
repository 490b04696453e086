// Anchors on the way to the bus: they cost one write and no read, never hold an event back, and the sweep repairs them.
import { createAnchors, createMemoryCheckpointStore, parseHeadKey, type Anchors } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { expect, it } from "vitest";
import { createStreamPublisher } from "./publish-stream.ts";
import { createSweep } from "./sweep.ts";
import { createScene, ids } from "./testing/scene.ts";

const A = "EXEC#a";
const key = parseHeadKey("a secret that is long enough to be one, 12345");

function setUp() {
  const scene = createScene();
  const store = createMemoryCheckpointStore();
  const clock = createVirtualClock("2026-11-23T04:01:00.000Z");
  const real = createAnchors({ log: scene.log, store, clock, key: async () => key });
  let failing: Error | undefined;
  const anchors: Anchors = { anchor: (...args) => (failing ? Promise.reject(failing) : real.anchor(...args)) };
  const failures: string[] = [];
  const calls = { read: 0, advance: 0 };
  const cursors = {
    ...scene.cursors,
    read: (streamId: string) => ((calls.read += 1), scene.cursors.read(streamId)),
    advance: (...args: Parameters<typeof scene.cursors.advance>) => ((calls.advance += 1), scene.cursors.advance(...args)),
  };
  const publisher = createStreamPublisher({ ...scene, cursors, anchors, onAnchorFailed: ({ code }) => failures.push(code) });
  const sweep = createSweep({ feed: scene.log, cursors, publisher, lead: scene.lead, anchors, clock });
  const errors: string[] = [];
  const run = () => sweep({ isNear: () => false, logger: { error: (_, fields) => errors.push(String(fields?.["code"])) } });
  const published = () => scene.published;
  return {
    ...scene,
    published,
    store,
    publisher,
    run,
    failures,
    errors,
    calls,
    clock,
    fail: (error: Error | undefined) => (failing = error),
  };
}

it("a commit costs one move of the cursor and one checkpoint; the cursor is read once per stream", async () => {
  const { publisher, commit, store, cursors, calls } = setUp();
  for (let count = 0; count < 10; count += 1) await publisher.publishHint(await commit(A));
  expect(calls).toEqual({ read: 1, advance: 10 });
  expect((await store.newest(A, 100)).map(({ version }) => version)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(await cursors.progress([A])).toEqual(new Map([[A, { publishedTo: 10, anchoredTo: 10 }]]));
});

it("publishes what it cannot anchor; the sweep anchors it later, and says what is behind until then", async () => {
  const { publisher, commit, store, published, run, failures, fail, errors, clock } = setUp();
  fail(new Error("no bucket"));
  await publisher.publishHint(await commit(A, 2));
  expect([published(), failures, await store.newest(A, 1)]).toEqual([ids(A, 1, 2), ["internal.unexpected"], []]);
  expect(await run()).toMatchObject({ published: 0, anchored: 0, behind: 1, failed: 1 });
  fail(undefined);
  clock.advance(60_000);
  expect(await run()).toMatchObject({ published: 0, anchored: 1, behind: 0, failed: 0 });
  expect([errors, (await store.newest(A, 1))[0]?.version]).toEqual([["internal.unexpected"], 2]);
  clock.advance(60_000);
  expect(await run()).toMatchObject({ anchored: 0, behind: 0 });
});

it.each(["checkpoint.malformed", "log.rewritten"])(
  "%s is for a person, and holds up neither the bus nor the sweep of other streams",
  async (code) => {
    const { publisher, commit, published, run, fail, errors, clock } = setUp();
    fail(Object.assign(new Error("junk in the store"), { code, retryable: false }));
    await publisher.publishHint(await commit(A, 2));
    const first = await run();
    clock.advance(60_000);
    const second = await run();
    expect(published()).toEqual(ids(A, 1, 2));
    expect([first, second]).toMatchObject([
      { broken: 1, failed: 0, behind: 1 },
      { failed: 0, behind: 0 },
    ]);
    expect([errors, second.sweptTo > first.sweptTo]).toEqual([[code], true]);
  },
);

it("publishes again from the start when its cursor was taken away under a warm process", async () => {
  const scene = createScene();
  let cursors = scene.cursors;
  const current = {
    ...cursors,
    read: (id: string) => cursors.read(id),
    advance: (...args: Parameters<typeof cursors.advance>) => cursors.advance(...args),
  };
  const publisher = createStreamPublisher({ ...scene, cursors: current });
  await publisher.publishHint(await scene.commit(A));
  cursors = createScene().cursors;
  await publisher.publishHint(await scene.commit(A));
  expect(scene.published).toEqual([...ids(A, 1, 2), ...ids(A, 1, 2)]);
});
