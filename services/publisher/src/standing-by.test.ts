/** The publisher of a Region that does not lead: it publishes nothing and moves nothing, until the log says that it leads. */
import { createLead, LEADERSHIP_STREAM } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { expect, it } from "vitest";
import { createStreamPublisher } from "./publish-stream.ts";
import { createSweep } from "./sweep.ts";
import { createScene, ids } from "./testing/scene.ts";
import { createTakeLead } from "./testing/take-lead.ts";

const A = "EXEC#a";
const regions = ["us-east-1", "us-west-2"];

function standingBy() {
  const scene = createScene();
  const clock = createVirtualClock("2026-11-23T04:01:00.000Z");
  const lead = createLead({ log: scene.log, region: "us-west-2", regions, clock });
  const publisher = createStreamPublisher({ ...scene, lead });
  const beats: string[] = [];
  const sayAlive = async (): Promise<void> => void beats.push(clock.nowIso());
  const sweep = createSweep({ feed: scene.log, cursors: scene.cursors, publisher, lead, sayAlive, clock });
  const take = createTakeLead(scene.log, clock);
  const takeLead = () => take(1, "us-west-2");
  return { ...scene, publisher, beats, takeLead, run: () => sweep({ isNear: () => false, logger: { error: () => undefined } }) };
}

it("neither a record nor a sweep publishes anything, and no cursor or mark moves; it says that it is there", async () => {
  const { publisher, run, commit, entries, cursors, beats } = standingBy();
  expect(await publisher.publishHint(await commit(A))).toBe(0);
  expect(await publisher.publishUpTo(A)).toBe(0);
  expect(await run()).toMatchObject({ checked: 0, published: 0 });
  expect([entries, await cursors.read(A), await cursors.readMark(), beats.length]).toEqual([[], 0, null, 1]);
});

it("takes up the work with the commit that gives it the lead, and its sweep publishes what was left", async () => {
  const scene = standingBy();
  await scene.publisher.publishHint(await scene.commit(A, 2));
  expect(await scene.publisher.publishHint(await scene.takeLead())).toBe(1);
  expect(await scene.run()).toMatchObject({ published: 2, failed: 0 });
  expect(scene.entries.map(({ detail }) => detail.id)).toEqual([`${LEADERSHIP_STREAM}:1`, ...ids(A, 1, 2)]);
});
