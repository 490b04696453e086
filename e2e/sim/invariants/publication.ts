/** What is published: every recorded event, in order from each publisher, and no cursor ahead of the bus. */
import type { Commit } from "@dr/event-log";
import type { CursorStore } from "@dr/publisher/cursors";
import type { Envelope } from "@dr/events";
import type { BusEntry } from "@dr/runtime";
import type { SimProcess } from "../kernel/process.ts";
import type { Judge } from "./violation.ts";

/** Watches the publishers. */
export interface PublicationWatch {
  readonly onCommit: (commit: Commit) => void;
  readonly onSent: (process: SimProcess, entries: readonly BusEntry[]) => void;
  readonly onAccepted: (streamId: string, version: number) => void;
  /** A cursor store, watched: it must never say that something is on a bus which is not. `isLevel`: it stands at the end of every stream. */
  readonly watchCursors: (cursors: CursorStore) => { readonly cursors: CursorStore; readonly isLevel: () => boolean };
  /** Recorded events that no bus has accepted yet. */
  readonly missing: () => readonly string[];
}

/** An event of the log itself; one that is derived from it follows it under a name of its own. */
export function isRecorded(detail: Envelope): detail is Envelope & { readonly sequence: number } {
  return detail.sequence !== undefined && !detail.id.endsWith(":derived");
}

/** Nothing recorded, nothing published. */
export function watchPublication(judge: Judge): PublicationWatch {
  const heads = new Map<string, number>();
  const accepted = new Map<string, Set<number>>();
  const lastSent = new Map<string, number>();
  const isAccepted = (streamId: string, version: number): boolean => accepted.get(streamId)?.has(version) ?? false;
  return {
    onCommit: ({ streamId, lastVersion }) => heads.set(streamId, lastVersion),
    onSent: (process, entries) => {
      for (const { detail } of entries) {
        if (!isRecorded(detail)) continue;
        const streamId = detail.id.slice(0, detail.id.lastIndexOf(":"));
        const key = `${process.id} ${streamId}`;
        const last = lastSent.get(key);
        judge.expect(
          detail.sequence <= (last ?? 0) + 1 || isAccepted(streamId, detail.sequence - 1),
          "a publisher publishes in the order of the stream",
          () => `${process.id} sent ${detail.id} before its predecessor; its own last one was version ${last ?? 0}`,
        );
        lastSent.set(key, Math.max(last ?? 0, detail.sequence));
      }
    },
    onAccepted: (streamId, version) => {
      const versions = accepted.get(streamId) ?? new Set();
      versions.add(version);
      accepted.set(streamId, versions);
    },
    watchCursors: (cursors) => {
      const positions = new Map<string, number>();
      const advance: CursorStore["advance"] = async (streamId, from, to) => {
        const moved = await cursors.advance(streamId, from, to);
        if (moved) positions.set(streamId, to);
        for (let version = from + 1; moved && version <= to; version += 1) {
          judge.expect(
            isAccepted(streamId, version),
            "no cursor ahead of the bus",
            () => `${streamId}: cursor at ${to}, version ${version} is not out`,
          );
        }
        return moved;
      };
      return { cursors: { ...cursors, advance }, isLevel: () => [...heads].every(([streamId, head]) => positions.get(streamId) === head) };
    },
    missing: () =>
      [...heads].flatMap(([streamId, head]) =>
        Array.from({ length: head }, (_, index) => index + 1)
          .filter((version) => !isAccepted(streamId, version))
          .map((version) => `${streamId}:${version}`),
      ),
  };
}
