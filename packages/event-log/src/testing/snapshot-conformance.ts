/** What every snapshot store must do. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotStore } from "../snapshots/snapshot-store.ts";

const snapshot = (version: number, state: unknown): Snapshot => ({
  streamId: "EXEC#one",
  head: { version, hash: String(version).padStart(64, "0") },
  anchorVersion: version - 1,
  epoch: 2,
  stateVersion: 7,
  state,
});

/** Declares the suite for one implementation; `get` gives an empty store for each test. */
export function snapshotConformance(name: string, get: () => Promise<SnapshotStore>): void {
  describe(`${name} as a snapshot store`, () => {
    it("gives back the newest snapshot of a stream, whatever comes late", async () => {
      const store = await get();
      expect(await store.load("EXEC#one")).toBeNull();
      await store.save(snapshot(500, { waves: [1, { two: null }] }));
      expect(await store.load("EXEC#one")).toEqual(snapshot(500, { waves: [1, { two: null }] }));
      await store.save(snapshot(1000, { waves: [] }));
      await store.save(snapshot(500, { waves: ["late"] }));
      expect(await store.load("EXEC#one")).toEqual(snapshot(1000, { waves: [] }));
      expect(await store.load("EXEC#two")).toBeNull();
    });

    it("keeps states of several megabytes, one after the other", { timeout: 60_000 }, async () => {
      const store = await get();
      for (const version of [500, 1000, 1500]) {
        const state = { noise: randomBytes(1_000_000).toString("base64"), version };
        await store.save(snapshot(version, state));
        expect(await store.load("EXEC#one")).toEqual(snapshot(version, state));
      }
    });
  });
}
