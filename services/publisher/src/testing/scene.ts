/** A log with commits in it, cursors, and a bus that can be told to fail: the scene of most tests here. */
import { createMemoryEventLog, headOf, type Commit, type Lead, type MemoryEventLog, type StoredEvent } from "@dr/event-log";
import { appendRequest, leadsAlways } from "@dr/event-log/testing";
import { DrError } from "@dr/events";
import type { Bus, BusEntry } from "@dr/runtime";
import type { CursorStore } from "../cursors.ts";
import { createStreamPublisher, type StreamPublisher } from "../publish-stream.ts";
import { createMemoryCursors } from "./memory-cursors.ts";

/** The scene. `published` are the ids on the bus, in order. */
export interface Scene {
  readonly log: MemoryEventLog;
  readonly cursors: CursorStore;
  readonly bus: Bus;
  readonly lead: Lead;
  readonly publisher: StreamPublisher;
  readonly published: readonly string[];
  readonly entries: readonly BusEntry[];
  /** The bus takes everything but these ids, once for each time that one is listed. */
  readonly refuse: (...ids: string[]) => void;
  /** Appends a commit of `count` events. */
  readonly commit: (streamId: string, count?: number, recordedAt?: string) => Promise<Commit>;
}

/** An empty scene; parts may be replaced. */
export function createScene(
  replace: (parts: { log: MemoryEventLog; cursors: CursorStore; bus: Bus }) => Partial<{ cursors: CursorStore; bus: Bus }> = () => ({}),
): Scene {
  const log = createMemoryEventLog();
  const entries: BusEntry[] = [];
  const refusals: string[] = [];
  const bus: Bus = {
    publish: async (offered) => {
      const failedIds: string[] = [];
      for (const entry of offered) {
        const refusal = refusals.indexOf(entry.detail.id);
        if (refusal === -1) entries.push(entry);
        else failedIds.push(...refusals.splice(refusal, 1));
      }
      if (failedIds.length > 0) throw new DrError("bus.publish_failed", "refused", { retryable: true, details: { failedIds } });
    },
  };
  const parts = { log, cursors: createMemoryCursors(), bus, lead: leadsAlways() };
  const used = { ...parts, ...replace(parts) };
  return {
    ...used,
    entries,
    publisher: createStreamPublisher(used),
    get published() {
      return entries.map((entry) => entry.detail.id);
    },
    refuse: (...ids) => {
      refusals.push(...ids);
    },
    commit: async (streamId, count = 1, recordedAt = "2026-11-23T04:00:00.000Z") => {
      const last = (await log.read(streamId)).at(-1);
      const first = (last?.lastVersion ?? 0) + 1;
      const events = Array.from({ length: count }, (_, index): StoredEvent => ({
        type: "WaveCompleted",
        schemaVersion: 1,
        at: recordedAt,
        data: { waveNumber: first + index },
      }));
      return (await log.append(appendRequest(streamId, { ...(last ? { head: headOf(last) } : {}), events, recordedAt }))).commit;
    },
  };
}

/** `EXEC#a:1`, `EXEC#a:2`, …: the ids of versions `from` to `to` of a stream. */
export function ids(streamId: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${streamId}:${from + index}`);
}

/** Each id once, in the order in which it first appeared. */
export function firstAppearances(published: readonly string[]): string[] {
  return [...new Set(published)];
}
