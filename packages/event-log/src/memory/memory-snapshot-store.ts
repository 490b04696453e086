/** Snapshots in memory, in the same form in which they would be stored. */
import type { Snapshot, SnapshotStore } from "../snapshots/snapshot-store.ts";

/** An empty store. States go through JSON, as they do on DynamoDB. */
export function createMemorySnapshotStore(): SnapshotStore {
  const snapshots = new Map<string, { readonly version: number; readonly text: string }>();
  return {
    load: async (streamId) => {
      const found = snapshots.get(streamId);
      return found === undefined ? null : (JSON.parse(found.text) as Snapshot);
    },
    save: async (snapshot) => {
      const { streamId, head } = snapshot;
      if ((snapshots.get(streamId)?.version ?? 0) < head.version)
        snapshots.set(streamId, { version: head.version, text: JSON.stringify(snapshot) });
    },
  };
}
