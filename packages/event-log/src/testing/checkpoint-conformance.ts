/** What every store of checkpoints must do. */
import { describe, expect, it } from "vitest";
import type { CheckpointStore } from "../checkpoints/checkpoint-store.ts";
import { signCheckpoint, type Checkpoint } from "../checkpoints/checkpoint.ts";
import { EMPTY_HEAD } from "../commit.ts";

const key = { algorithm: "hmac-sha256", secret: Buffer.from("a secret that is long enough to be one, 12345") } as const;

/** A signed checkpoint of a version. */
export function checkpointOf(version: number, digit = "a", streamId = "EXEC#one/two"): Checkpoint {
  const at = "2026-11-23T04:00:00.000Z";
  return signCheckpoint({ streamId, version, hash: digit.repeat(64), after: EMPTY_HEAD, previous: null, since: { version, at }, at }, key);
}

/** Declares the suite for one implementation; `get` gives an empty store for each test. */
export function checkpointConformance(name: string, get: () => Promise<CheckpointStore>): void {
  describe(`${name} as a store of checkpoints`, () => {
    it("keeps the first of two checkpoints of a version, whatever comes later", async () => {
      const store = await get();
      expect(await store.put(checkpointOf(7))).toBe(true);
      expect(await store.put(checkpointOf(7, "b"))).toBe(false);
      expect(await store.read("EXEC#one/two", 7)).toEqual(checkpointOf(7));
      expect(await store.read("EXEC#one/two", 8)).toBeNull();
    });

    it("keeps one of many writers at once", async () => {
      const store = await get();
      const kept = await Promise.all(["a", "b", "c", "d"].map((digit) => store.put(checkpointOf(1, digit))));
      expect(kept.filter(Boolean)).toHaveLength(1);
    });

    it("lists the newest of one stream first", async () => {
      const store = await get();
      for (const version of [2, 1_000, 9, 10]) await store.put(checkpointOf(version));
      await store.put(checkpointOf(5_000, "a", "EXEC#one"));
      expect((await store.newest("EXEC#one/two", 3)).map(({ version }) => version)).toEqual([1_000, 10, 9]);
      expect(await store.newest("EXEC#none", 3)).toEqual([]);
    });
  });
}
