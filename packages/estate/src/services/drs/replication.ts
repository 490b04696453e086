// Replication of a source server at a moment: its state, its lag, and the snapshots it has produced.
import { seededHex } from "../../seeded-choice.ts";
import type { SourceServerRecord } from "./records.ts";

/** Replication as DescribeSourceServers tells it. */
export type Replication = { readonly state: string; readonly lagSeconds: number; readonly stoppedMs?: number };

/** A point-in-time snapshot. */
export type Snapshot = { readonly id: string; readonly atMs: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// The default point-in-time policy of DRS: every 10 minutes for the last hour, hourly for the last day.
const POLICY = [
  { everyMs: 10 * MINUTE_MS, keepMs: HOUR_MS },
  { everyMs: HOUR_MS, keepMs: 24 * HOUR_MS },
];

/** `originDownMs` is since when the origin's Region is down: its servers then show as DISCONNECTED and fall behind. */
export const replicationAt = (server: SourceServerRecord, nowMs: number, originDownMs: number | undefined): Replication => {
  if (server.syncedMs !== undefined && nowMs < server.syncedMs) return { state: "INITIAL_SYNC", lagSeconds: 0 };
  const stops = [server.replicationStoppedMs, originDownMs].filter((ms) => ms !== undefined && ms <= nowMs) as number[];
  if (stops.length === 0) return { state: server.replicationState, lagSeconds: server.lagSeconds };
  const stoppedMs = Math.min(...stops);
  const state = originDownMs !== undefined && originDownMs <= nowMs ? "DISCONNECTED" : server.replicationState;
  return { state, lagSeconds: server.lagSeconds + Math.floor((nowMs - stoppedMs) / 1000), stoppedMs };
};

/** Whether a fresh snapshot can be taken from the source now. */
export const canSnapshot = ({ state }: Replication): boolean => ["CONTINUOUS", "BACKLOG", "CREATING_SNAPSHOT", "RESCAN"].includes(state);

/** The snapshots that exist at a moment, oldest first; none are taken after replication stopped. */
export const snapshotsAt = (server: SourceServerRecord, nowMs: number, { stoppedMs }: Replication): readonly Snapshot[] => {
  if (!server.hasSnapshots) return [];
  if (server.snapshotsMs !== undefined) {
    const there = server.snapshotsMs.filter((atMs) => atMs <= nowMs).toSorted((a, b) => a - b);
    return there.map((atMs) => ({ id: snapshotId(server.sourceServerId, atMs), atMs }));
  }
  const untilMs = Math.min(nowMs, stoppedMs ?? nowMs);
  // The first one is there as soon as the first copy is complete.
  const times = new Set<number>(server.syncedMs !== undefined && server.syncedMs <= untilMs ? [server.syncedMs] : []);
  for (const { everyMs, keepMs } of POLICY) {
    const last = Math.floor(untilMs / everyMs) * everyMs;
    for (let atMs = last; atMs > untilMs - keepMs && atMs >= (server.syncedMs ?? server.addedMs); atMs -= everyMs) times.add(atMs);
  }
  return [...times].toSorted((a, b) => a - b).map((atMs) => ({ id: snapshotId(server.sourceServerId, atMs), atMs }));
};

const snapshotId = (sourceServerId: string, atMs: number): string => `pit-${seededHex(17, "drs.snapshot", sourceServerId, atMs)}`;

/** A duration as DRS writes lag: ISO 8601, `PT1H2M3S`. */
export const toIsoDuration = (totalSeconds: number): string => {
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  const seconds = totalSeconds % 60;
  const parts = [hours > 0 && `${hours}H`, minutes > 0 && `${minutes}M`, (seconds > 0 || totalSeconds === 0) && `${seconds}S`];
  return `PT${parts.filter((part) => part !== false).join("")}`;
};
