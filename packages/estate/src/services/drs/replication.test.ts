// Replication state, lag and snapshots of a source server at exact moments.
import { expect, test } from "vitest";
import { canSnapshot, replicationAt, snapshotsAt, toIsoDuration } from "./replication.ts";
import type { SourceServerRecord } from "./records.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-23T04:05:00Z");
const SERVER: SourceServerRecord = {
  sourceServerId: "s-00000000000000001",
  region: "us-west-2",
  originRegion: "us-east-1",
  name: "app",
  replicationState: "CONTINUOUS",
  lagSeconds: 2,
  hasSnapshots: true,
  addedMs: NOW - 48 * HOUR,
  launchDisposition: "STARTED",
  privateIp: "10.0.0.1",
};
const times = (server: SourceServerRecord, nowMs: number, downMs?: number) =>
  snapshotsAt(server, nowMs, replicationAt(server, nowMs, downMs)).map(({ atMs }) => new Date(atMs).toISOString().slice(11, 16));

test("a healthy server keeps its lag", () => {
  expect(replicationAt(SERVER, NOW, undefined)).toEqual({ state: "CONTINUOUS", lagSeconds: 2 });
});

test("a server whose origin is down is disconnected and falls behind from then on, not before", () => {
  expect(replicationAt(SERVER, NOW, NOW - 60_000)).toEqual({ state: "DISCONNECTED", lagSeconds: 62, stoppedMs: NOW - 60_000 });
  expect(replicationAt(SERVER, NOW - 61_000, NOW - 60_000)).toEqual({ state: "CONTINUOUS", lagSeconds: 2 });
});

test("a server that stopped by itself keeps its state and falls behind since the earlier of both", () => {
  const stalled = { ...SERVER, replicationState: "STALLED", replicationStoppedMs: NOW - 90_000 };
  expect(replicationAt(stalled, NOW, undefined)).toEqual({ state: "STALLED", lagSeconds: 92, stoppedMs: NOW - 90_000 });
  expect(replicationAt(stalled, NOW, NOW - 60_000)).toEqual({ state: "DISCONNECTED", lagSeconds: 92, stoppedMs: NOW - 90_000 });
});

test("snapshots: six of the last hour, then one an hour for a day, oldest first", () => {
  expect(times(SERVER, NOW)).toEqual([
    "05:00",
    "06:00",
    "07:00",
    "08:00",
    "09:00",
    "10:00",
    "11:00",
    "12:00",
    "13:00",
    "14:00",
    "15:00",
    "16:00",
    "17:00",
    "18:00",
    "19:00",
    "20:00",
    "21:00",
    "22:00",
    "23:00",
    "00:00",
    "01:00",
    "02:00",
    "03:00",
    "03:10",
    "03:20",
    "03:30",
    "03:40",
    "03:50",
    "04:00",
  ]);
});

test("no snapshot is taken after replication stopped, before the server was added, or without replication at all", () => {
  expect(times(SERVER, NOW, NOW - 10 * 60_000).at(-1)).toBe("03:50");
  expect(times({ ...SERVER, addedMs: NOW - 16 * 60_000 }, NOW)).toEqual(["03:50", "04:00"]);
  expect(times({ ...SERVER, hasSnapshots: false }, NOW)).toEqual([]);
});

test("a snapshot keeps its id, which differs from others", () => {
  const ids = (nowMs: number) =>
    new Map(snapshotsAt(SERVER, nowMs, replicationAt(SERVER, nowMs, undefined)).map(({ id, atMs }) => [atMs, id]));
  const at = Date.parse("2026-11-23T04:00:00Z");
  expect(ids(NOW).get(at)).toBe(ids(NOW + 20 * 60_000).get(at));
  expect(new Set(ids(NOW).values()).size).toBe(29);
});

test.each([
  ["CONTINUOUS", true],
  ["BACKLOG", true],
  ["STALLED", false],
  ["DISCONNECTED", false],
  ["INITIAL_SYNC", false],
])("a fresh snapshot from %s: %s", (state, possible) => {
  expect(canSnapshot({ state, lagSeconds: 0 })).toBe(possible);
});

test.each([
  [0, "PT0S"],
  [59, "PT59S"],
  [60, "PT1M"],
  [3600, "PT1H"],
  [3661, "PT1H1M1S"],
])("%i seconds are %s", (seconds, text) => {
  expect(toIsoDuration(seconds)).toBe(text);
});
