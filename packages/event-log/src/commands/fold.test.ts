/** Folding: old events in today's shape, unknown ones not at all. */
import type { EventType } from "@dr/events";
import { expect, it } from "vitest";
import { sealCommit } from "../commit.ts";
import { appendRequest, storedEvent } from "../testing/requests.ts";
import { waveDecider } from "../testing/wave-decider.ts";
import { foldCommits, startOf, toDomainEvent } from "./fold.ts";

it("moves state, head and epoch on by each commit", () => {
  const first = sealCommit(appendRequest("EXEC#one", { epoch: 3, events: [storedEvent(1), storedEvent(2)] })).commit;
  const second = sealCommit(
    appendRequest("EXEC#one", { head: { version: 2, hash: first.hash }, epoch: 1, events: [storedEvent(3)] }),
  ).commit;
  const start = startOf(waveDecider);
  expect(foldCommits(start, [first, second], waveDecider.evolve)).toEqual({
    state: { completed: [1, 2, 3] },
    head: { version: 3, hash: second.hash },
    epoch: 3,
  });
});

it("refuses an event of a type that this version does not know", () => {
  expect(() => toDomainEvent({ ...storedEvent(), type: "MoonLanded" as EventType })).toThrow(
    expect.objectContaining({ code: "event.unknown_type" }),
  );
});
