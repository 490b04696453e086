// What is audited beside the log gets a place in its day's trail, in order and without holes, and only while somebody keeps one.
import { createMemoryStores, type EventStore, type Receiver } from "@dr/delivery";
import type { Envelope } from "@dr/events";
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, expect, test } from "vitest";
import { createAuditIntake } from "./audit-intake.ts";
import { withTrail } from "./trail-events.ts";

const NOON = "2026-11-29T12:00:00.000Z";
const TODAY = "audit-2026-11-29";
const envelope = (id: string, source = "dr.audit"): Envelope => ({
  specversion: "1.0",
  id,
  source,
  type: "RequestRefused",
  time: NOON,
  subject: "e-1",
  dataschema: "urn:x",
  correlationid: "c",
  causationid: "c",
  epoch: 0,
  schemaversion: 1,
  actor: "kim",
  data: {},
});
const keeper = (more: Partial<Receiver> = {}): Receiver => ({
  receiverId: "audit.splunk",
  kind: "splunk",
  filter: {},
  settings: {},
  enabled: true,
  since: NOON,
  ratePerSecond: 1,
  retryHours: 1,
  ...more,
});

let stores = createMemoryStores();
let receivers: Receiver[] = [];
let hinted: string[] = [];
const clock = createVirtualClock(NOON);
const intakeWith = (events: EventStore) =>
  createAuditIntake({
    lanes: stores.lanes,
    events,
    receivers: () => Promise.resolve(receivers),
    hint: (laneId) => Promise.resolve(void hinted.push(laneId)),
    clock,
  });
const intake = (envelopeOf: Envelope) => intakeWith(stores.events)(envelopeOf);
const kept = async (subject = TODAY) =>
  (await stores.events.after(subject, 0, 100)).map(({ envelope: { id, sequence } }) => [sequence, id]);
beforeEach(() => {
  stores = createMemoryStores();
  [receivers, hinted] = [[keeper()], []];
});

test("events stand one after the other, each once though it comes again, and the keeper is woken", async () => {
  for (const id of ["a", "b", "a"]) await intake(envelope(id));
  expect(await kept()).toEqual([
    [1, "a"],
    [2, "b"],
  ]);
  expect(hinted[0]).toBe(`audit.splunk#${TODAY}`);
  expect((await stores.lanes.get(`audit.splunk#${TODAY}`))?.dueAt).toBe(NOON);
});

test("an event costs one read of what came since and one write, however long its day was", async () => {
  const read: number[] = [];
  let written = 0;
  const events: typeof stores.events = {
    ...stores.events,
    after: async (...asked) => {
      const page = await stores.events.after(...asked);
      read.push(page.length);
      return page;
    },
    add: (event) => ((written += 1), stores.events.add(event)),
  };
  const one = intakeWith(events);
  const other = intakeWith(events);
  for (let index = 0; index < 300; index += 1) await (index % 3 === 0 ? other : one)(envelope(`event-${index}`));
  expect([written, read.length, Math.max(...read)]).toEqual([300, 300, 2]);
  const late = intakeWith(events);
  await late(envelope("event-299"));
  expect([written, read.at(-2), read.at(-1)]).toEqual([300, 200, 0]);
});

test("writers at the same moment leave no hole and lose nothing", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `event-${index}`);
  await Promise.all(ids.map((id) => intake(envelope(id))));
  const places = await kept();
  expect(places.map(([sequence]) => sequence)).toEqual(ids.map((_, index) => index + 1));
  expect(new Set(places.map(([, id]) => id))).toEqual(new Set(ids));
});

test.each<[string, Partial<Receiver>[]]>([
  ["nobody", []],
  ["a keeper that is off", [{ enabled: false }]],
  ["somebody else", [{ receiverId: "connectors.slack" }]],
])("with %s nothing is kept", async (_name, known) => {
  receivers = known.map((more) => keeper(more));
  await intake(envelope("a"));
  expect([await kept(), hinted]).toEqual([[], []]);
});

test("a fact of the log is no part of the trail", async () => {
  await intake(envelope("a", "dr.orchestration"));
  expect(await kept()).toEqual([]);
});

test("what is asked about a day is answered by the trail, everything else by the outbox", async () => {
  const [outbox, trail] = [createMemoryStores().events, createMemoryStores().events];
  const both = withTrail(outbox, trail);
  const at = (subject: string) => ({ envelope: { ...envelope("x"), subject, sequence: 1 }, receivedAt: NOON });
  await both.add(at(TODAY));
  await both.add(at("e-1"));
  expect([(await trail.after(TODAY, 0, 9)).length, (await outbox.after("e-1", 0, 9)).length]).toEqual([1, 1]);
  expect([(await both.last(TODAY))?.envelope.subject, (await both.after("e-1", 0, 9)).length, await outbox.last(TODAY)]).toEqual([
    TODAY,
    1,
    undefined,
  ]);
  expect(await outbox.executionsBetween(NOON, NOON)).toEqual(["e-1"]);
});
