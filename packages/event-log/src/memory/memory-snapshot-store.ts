/** Snapshots in memory, in the same form in which they would be stored. */
import type { Snapshot, SnapshotStore } from "../snapshots/snapshot-store.ts";

/** An empty store. States go through JSON, as they do on DynamoDB. */
export function createMemorySnapshotStore(): SnapshotStore {
  const snapshots = new Map<string, string>();
  const load = (streamId: string): Snapshot | null => {
    const text = snapshots.get(streamId);
    return text === undefined ? null : (JSON.parse(text) as Snapshot);
  };
  return {
    load: async (streamId) => load(streamId),
    save: async (snapshot) => {
      if ((load(snapshot.streamId)?.head.version ?? 0) < snapshot.head.version) snapshots.set(snapshot.streamId, JSON.stringify(snapshot));
    },
  };
}
