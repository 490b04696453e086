/** Two Regions, each with its own bucket of checkpoints, over one log: who leads anchors, the other one does not, and either takes up the history of the other. */
import { createAnchors, createLead, createMemoryCheckpointStore, parseHeadKey } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { expect, it } from "vitest";
import { createStreamPublisher } from "./publish-stream.ts";
import { createSweep } from "./sweep.ts";
import { createScene } from "./testing/scene.ts";
import { createTakeLead } from "./testing/take-lead.ts";

const A = "EXEC#a";
const regions = ["us-east-1", "us-west-2"];
const key = parseHeadKey("a secret that is long enough to be one, 12345");

function given() {
  const scene = createScene();
  const clock = createVirtualClock("2026-11-23T04:01:00.000Z");
  const regionOf = (region: string) => {
    const store = createMemoryCheckpointStore();
    const lead = createLead({ log: scene.log, region, regions, clock });
    const anchors = createAnchors({ log: scene.log, store, clock, key: async () => key });
    const publisher = createStreamPublisher({ ...scene, lead, anchors });
    const sweep = createSweep({ feed: scene.log, cursors: scene.cursors, publisher, lead, anchors, clock });
    const run = () => sweep({ isNear: () => false, logger: { error: () => undefined } });
    const versions = async () => (await store.newest(A, 100)).map(({ version, after }) => [after.version, version]).toReversed();
    return { publisher, run, versions, region };
  };
  const [east, west] = [regionOf("us-east-1"), regionOf("us-west-2")];
  const takeLead = createTakeLead(scene.log, clock);
  /** Each record of the log's stream reaches the publishers of both Regions. */
  const seen = async (commit: Awaited<ReturnType<typeof scene.commit>>) => {
    await east.publisher.publishHint(commit);
    await west.publisher.publishHint(commit);
  };
  return {
    east,
    west,
    write: async (count = 1) => seen(await scene.commit(A, count)),
    /** Written while neither of them looked. */
    miss: () => scene.commit(A),
    takeOver: async (epoch: number, { region }: { readonly region: string }) => seen(await takeLead(epoch, region)),
    wait: () => clock.advance(60_000),
  };
}

it("who leads anchors every commit, and who took over vouches for all that it found", async () => {
  const { east, west, write, takeOver } = given();
  await write();
  await write(2);
  await takeOver(1, west);
  await write();
  await write();
  expect(await east.versions()).toEqual([
    [0, 1],
    [1, 3],
  ]);
  expect(await west.versions()).toEqual([
    [0, 4],
    [4, 5],
  ]);
  await takeOver(2, east);
  await write();
  // It goes on from its own last one, over what the other one published.
  expect((await east.versions()).at(-1)).toEqual([3, 6]);
  expect((await west.versions()).at(-1)).toEqual([4, 5]);
});

it("a commit that the Region which is gone neither published nor anchored is anchored by the sweep of the one that took over", async () => {
  const { east, west, write, miss, takeOver, wait } = given();
  await write();
  await miss();
  await takeOver(1, west);
  wait();
  expect(await west.run()).toMatchObject({ published: 1, behind: 0, failed: 0 });
  expect([await east.versions(), (await west.versions()).at(-1)]).toEqual([[[0, 1]], [0, 2]]);
  expect(await east.run()).toMatchObject({ checked: 0, published: 0 });
});
