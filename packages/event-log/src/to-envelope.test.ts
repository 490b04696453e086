/** The envelope of a recorded event. */
import { parseEnvelope } from "@dr/events";
import { expect, it } from "vitest";
import { sealCommit } from "./commit.ts";
import { appendRequest, storedEvent } from "./testing/requests.ts";
import { toEnvelope } from "./to-envelope.ts";

const { commit } = sealCommit(
  appendRequest("PLAN#web-shop", {
    head: { version: 4, hash: "0".repeat(64) },
    epoch: 2,
    actor: "someone",
    events: [storedEvent(1), storedEvent(2, "2026-11-23T04:00:01.000Z")],
  }),
);

it("names the event by stream and version, and its plan or execution as the subject", () => {
  expect(toEnvelope(commit, 1)).toEqual({
    specversion: "1.0",
    id: "PLAN#web-shop:6",
    source: "dr.orchestration",
    type: "WaveCompleted",
    time: "2026-11-23T04:00:01.000Z",
    subject: "web-shop",
    dataschema: "urn:dr-orchestration:event:WaveCompleted:1",
    datacontenttype: "application/json",
    sequence: 6,
    correlationid: "correlation-1",
    causationid: "cause-1",
    epoch: 2,
    schemaversion: 1,
    actor: "someone",
    data: { waveNumber: 2 },
  });
});

it("is an envelope as consumers read it", () => {
  expect(parseEnvelope(JSON.parse(JSON.stringify(toEnvelope(commit, 0))))).toEqual(toEnvelope(commit, 0));
});

it("is made of events that the commit has", () => {
  expect(() => toEnvelope(commit, 2)).toThrow(expect.objectContaining({ code: "log.no_such_event" }));
});
