/** Race tests, each by its name: what the bus takes only in part, and what the table's stream delivers damaged. */
import type { Commit, EventLog } from "@dr/event-log";
import { DrError } from "@dr/events";
import { createDeadLetters } from "@dr/runtime";
import { createRecordedQueue, createRecordedTelemetry, lambdaContext, streamEvent } from "@dr/runtime/testing";
import { describe, expect, it } from "vitest";
import { createStreamPublisher } from "./publish-stream.ts";
import { createStreamHandler } from "./stream-handler.ts";
import { createRefusingBus } from "./testing/refusing-bus.ts";
import { createScene, ids } from "./testing/scene.ts";

const [A, B] = ["EXEC#a", "EXEC#b"];
const givenBack = (...sequenceNumbers: string[]) => ({
  batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })),
});

/** A log, a bus that refuses, and the function on the table's stream. */
function setUp({ wrapLog = (log: EventLog) => log } = {}) {
  const telemetry = createRecordedTelemetry();
  const queue = createRecordedQueue();
  const refusing = createRefusingBus();
  const scene = createScene(() => ({ bus: refusing.bus }));
  const newPublisher = () =>
    createStreamPublisher({ log: wrapLog(scene.log), cursors: scene.cursors, lead: scene.lead, bus: refusing.bus });
  const publisher = newPublisher();
  const handler = createStreamHandler({ telemetry, publisher, deadLetters: createDeadLetters(queue, "http://sqs/failures") });
  return {
    ...scene,
    ...refusing,
    telemetry,
    queue,
    publisher,
    newPublisher,
    sequence: () => refusing.delivered.map(({ id }) => id),
    deliver: (items: readonly Record<string, unknown>[]) => handler(streamEvent(items), lambdaContext()),
  };
}

/** A commit as it stands in the table, changed or not. */
function itemOf({ streamId, ...rest }: Commit, damage: Record<string, unknown> = {}) {
  return { pk: streamId, sk: `C#${String(rest.firstVersion).padStart(12, "0")}`, ...rest, ...damage };
}

describe("partial PutEvents failure", () => {
  it("tries a refused entry again by itself, and says nothing else twice", async () => {
    const { commit, publisher, refuse, sequence, requests, cursors } = setUp();
    for (const count of [1, 2, 1]) await commit(A, count);
    refuse(`${A}:2`, 1);
    expect(await publisher.publishUpTo(A)).toBe(4);
    expect(sequence()).toEqual([`${A}:1`, `${A}:3`, `${A}:4`, `${A}:2`]);
    expect(requests).toEqual([4, 1]);
    expect(await cursors.read(A)).toBe(4);
  });

  it("keeps the cursor before the first commit that was refused in part; the next run says the rest in order, and repeats are word for word", async () => {
    const { commit, publisher, refuse, sequence, delivered, cursors } = setUp();
    for (const count of [2, 3, 1]) await commit(A, count);
    refuse(`${A}:4`, 2);
    await expect(publisher.publishUpTo(A)).rejects.toMatchObject({
      code: "bus.publish_failed",
      retryable: true,
      details: { failedIds: [`${A}:4`], reason: "ThrottlingException: slow down" },
    });
    expect([await cursors.read(A), sequence()]).toEqual([2, [...ids(A, 1, 3), ...ids(A, 5, 6)]]);
    expect(await publisher.publishUpTo(A)).toBe(4);
    expect([await cursors.read(A), sequence().slice(5)]).toEqual([6, ids(A, 3, 6)]);
    expect(delivered.slice(6).map(({ data }) => data)).toEqual([4, 5, 6].map((waveNumber) => ({ waveNumber })));
    for (const repeat of [3, 5, 6]) {
      const said = delivered.filter(({ id }) => id === `${A}:${repeat}`);
      expect(said).toEqual([said[0], said[0]]);
    }
  });

  it("sends no further request of a backlog once it gave one up", async () => {
    const { commit, publisher, refuse, sequence, requests, cursors } = setUp();
    for (let index = 0; index < 4; index += 1) await commit(A, 3);
    refuse(`${A}:8`, 2);
    await expect(publisher.publishUpTo(A)).rejects.toMatchObject({
      details: { failedIds: [8, 11, 12].map((version) => `${A}:${version}`) },
    });
    expect([requests, await cursors.read(A)]).toEqual([[10, 1], 6]);
    await publisher.publishUpTo(A);
    expect(sequence().slice(9)).toEqual(ids(A, 7, 12));
  });

  it("believes the entry when the count claims that nothing failed", async () => {
    const { commit, publisher, refuse, claim, sequence, cursors } = setUp();
    for (const count of [1, 1]) await commit(A, count);
    claim(0);
    refuse(`${A}:2`, 2);
    await expect(publisher.publishUpTo(A)).rejects.toMatchObject({ details: { failedIds: [`${A}:2`] } });
    expect([await cursors.read(A), sequence()]).toEqual([1, [`${A}:1`]]);
  });

  it("believes the count when no entry says that it failed", async () => {
    const { commit, publisher, claim, cursors } = setUp();
    for (const count of [1, 1]) await commit(A, count);
    claim(1);
    await expect(publisher.publishUpTo(A)).rejects.toMatchObject({ details: { failedIds: ids(A, 1, 2) } });
    expect(await cursors.read(A)).toBe(0);
  });

  it("gives back the records of that stream and no others; delivered again, they lose nothing", async () => {
    const { commit, deliver, refuse, sequence, telemetry } = setUp();
    const items = [await commit(A, 2), await commit(B), await commit(A), await commit(B)].map((of) => itemOf(of));
    refuse(`${A}:1`, 2);
    expect(await deliver(items)).toEqual(givenBack("1", "3"));
    expect(sequence().toSorted()).toEqual([`${A}:2`, ...ids(B, 1, 2)]);
    expect(telemetry.counts.get("StreamRecordFailed{code=bus.publish_failed}")).toBe(1);
    expect(await deliver(items)).toEqual(givenBack());
    expect(sequence().slice(3)).toEqual(ids(A, 1, 3));
  });

  it("leaves the cursor alone that another publisher moved past the refusal", async () => {
    const { commit, publisher, newPublisher, refuse, meanwhile, sequence, cursors } = setUp();
    for (const count of [2, 2]) await commit(A, count);
    refuse(`${A}:3`, 1);
    meanwhile(async () => {
      expect(await newPublisher().publishUpTo(A)).toBe(4);
      refuse(`${A}:3`, 1);
    });
    await expect(publisher.publishUpTo(A)).rejects.toMatchObject({ details: { failedIds: [`${A}:3`] } });
    expect(await cursors.read(A)).toBe(4);
    expect(sequence()).toEqual([1, 2, 4, 1, 2, 3, 4].map((version) => `${A}:${version}`));
  });
});

describe("poison in the middle of a stream batch", () => {
  const batch = async ({ commit }: ReturnType<typeof setUp>) => [
    await commit(A),
    await commit(B),
    await commit(A, 2),
    await commit(A),
    await commit(B),
  ];
  const poisoned = (commits: readonly Commit[]) => commits.map((of, index) => itemOf(of, index === 2 ? { hash: "damaged" } : {}));

  it("is set aside with the reason, and what it hid is read from the log: each stream goes on in its order", async () => {
    const scene = setUp();
    const items = poisoned(await batch(scene));
    expect(await scene.deliver(items)).toEqual(givenBack());
    expect(scene.sequence().filter((id) => id.startsWith(A))).toEqual(ids(A, 1, 4));
    expect(scene.sequence().filter((id) => id.startsWith(B))).toEqual(ids(B, 1, 2));
    expect(scene.sequence()).toHaveLength(6);
    const [message] = scene.queue.messages;
    expect(scene.queue.messages).toHaveLength(1);
    expect(message).toMatchObject({ queueUrl: "http://sqs/failures", attributes: { ErrorCode: "log.malformed_record" } });
    expect(message?.attributes?.["ErrorMessage"]).toContain(`item ${A} C#000000000002 is not a commit`);
    expect(JSON.parse(message?.body ?? "")).toEqual(streamEvent(items).Records[2]);
    expect(scene.telemetry.counts.get("PoisonStreamRecord{code=log.malformed_record}")).toBe(1);
  });

  it("that stands in the log, too, stops its stream before it, and no other", async () => {
    const refusal = new DrError("log.malformed_record", "the item is damaged");
    const wrapLog = (log: EventLog): EventLog => ({
      ...log,
      read: (streamId, options) => (streamId === A ? Promise.reject(refusal) : log.read(streamId, options)),
    });
    const scene = setUp({ wrapLog });
    expect(await scene.deliver(poisoned(await batch(scene)))).toEqual(givenBack("4"));
    expect(scene.sequence().filter((id) => id.startsWith(A))).toEqual([`${A}:1`]);
    expect(scene.sequence().filter((id) => id.startsWith(B))).toEqual(ids(B, 1, 2));
    expect([await scene.cursors.read(A), await scene.cursors.read(B)]).toEqual([1, 2]);
    expect(scene.telemetry.counts.get("StreamRecordFailed{code=log.malformed_record}")).toBe(1);
  });

  it("that is no item of the log at all touches nobody", async () => {
    const scene = setUp();
    const [first, , second] = await batch(scene);
    const strangers = [{ pk: A, sk: "C#000000000002", nothing: true }, { pk: "SWEEP" }];
    expect(await scene.deliver([itemOf(first!), ...strangers, itemOf(second!)])).toEqual(givenBack());
    expect(scene.sequence()).toEqual(ids(A, 1, 3));
    expect(scene.queue.messages.map(({ attributes }) => attributes?.["ErrorCode"])).toEqual(Array(2).fill("log.malformed_record"));
  });

  it("that cannot be set aside is given back, alone, and set aside when it comes again", async () => {
    const scene = setUp();
    const items = poisoned(await batch(scene));
    scene.queue.failNext();
    expect(await scene.deliver(items)).toEqual(givenBack("3"));
    expect(scene.sequence().toSorted()).toEqual([...ids(A, 1, 4), ...ids(B, 1, 2)]);
    expect(await scene.deliver(items.slice(2))).toEqual(givenBack());
    expect([scene.sequence().length, scene.queue.messages.length]).toEqual([6, 1]);
  });
});
