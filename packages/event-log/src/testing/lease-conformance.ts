/** What every lease store must do. */
import { describe, expect, it } from "vitest";
import { SLOTS, type LeaseStore } from "../leases/lease-store.ts";

/** Hundreds of requests to a local engine, on a machine that may be busy. */
const slow = { timeout: 60_000 };
const noted = { takenAt: "2026-11-23T04:00:00.000Z" };

/** Who holds these keys, one of those who share one; keys without a holder are left out. */
export async function holdersOf(store: Pick<LeaseStore, "occupants">, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.occupants(keys)).map(({ key, holder }) => [key, holder]));
}

/** Declares the suite for one implementation; `get` gives an empty store for each test. */
export function leaseConformance(name: string, get: () => Promise<LeaseStore>): void {
  const keysOf = async (store: LeaseStore): Promise<string[]> =>
    (await store.list()).map(({ key, holder }) => `${key}=${holder}`).toSorted();

  describe(`${name} as a lease store`, () => {
    it("takes all keys or none of them, and names who is in the way", async () => {
      const store = await get();
      expect(await store.take(["c", "b"], "one", noted)).toEqual({ ok: true });
      expect(await store.take(["d", "c", "a"], "two", noted)).toEqual({ ok: false, conflict: { key: "c", holder: "one" } });
      expect(await keysOf(store)).toEqual(["b=one", "c=one"]);
    });

    it("takes again what the same holder has, and keeps it when the rest is refused", async () => {
      const store = await get();
      await store.take(["a"], "one", noted);
      await store.take(["b"], "two", noted);
      expect(await store.take(["a"], "one", noted)).toEqual({ ok: true });
      expect(await store.take(["a", "b", "c"], "one", noted)).toMatchObject({ ok: false, conflict: { key: "b" } });
      expect(await keysOf(store)).toEqual(["a=one", "b=two"]);
      await store.release("one");
      expect(await keysOf(store)).toEqual(["b=two"]);
    });

    it("releases all of one holder and nothing of others, as often as asked", async () => {
      const store = await get();
      await store.take(["a", "b"], "one", noted);
      await store.take(["c"], "two", noted);
      await store.release("one");
      await store.release("one");
      await store.release("nobody");
      expect(await keysOf(store)).toEqual(["c=two"]);
      expect(await store.take(["a"], "two", noted)).toEqual({ ok: true });
    });

    it("releases all of one holder, whatever the caller thinks that it is", async () => {
      const store = await get();
      for (const likely of [["b", "a"], ["a"], ["a", "b", "c"], [], ["c"]]) {
        await store.take(["a", "b"], "one", noted);
        await store.take(["c"], "two", noted);
        await store.takeSlot("one", 1, noted);
        await store.release("one", likely);
        expect([await keysOf(store), (await store.listHolders()).map(({ holder }) => holder)]).toEqual([["c=two"], ["two"]]);
      }
    });

    it("lists who holds something, since when he does, and nobody who gave everything back", async () => {
      const store = await get();
      const later = { takenAt: "2026-11-23T05:00:00.000Z" };
      await store.take(["a", "b"], "one", noted);
      await store.take(["c"], "one", later);
      await store.takeSlot("two", 2, later);
      await store.take(["d"], "three", noted);
      await store.release("three");
      const bySince = (await store.listHolders()).toSorted((a, b) => (a.since < b.since ? -1 : 1));
      expect(bySince).toEqual([
        { holder: "one", since: noted.takenAt },
        { holder: "two", since: later.takenAt },
      ]);
      await store.releaseKeys(["a", "b"], "one");
      expect((await store.listHolders()).map(({ holder }) => holder).toSorted()).toEqual(["one", "two"]);
    });

    it("releases single keys as far as they are the holder's", async () => {
      const store = await get();
      await store.take(["a", "b"], "one", noted);
      await store.releaseKeys(["a", "never"], "one");
      await store.releaseKeys(["b"], "two");
      expect(await keysOf(store)).toEqual(["b=one"]);
      await store.release("one");
      expect(await keysOf(store)).toEqual([]);
    });

    it("takes hundreds of keys", slow, async () => {
      const store = await get();
      const keys = Array.from({ length: 250 }, (_, index) => `RESOURCE#${index}`);
      expect(await store.take(keys, "one", noted)).toEqual({ ok: true });
      expect((await holdersOf(store, [...keys, "other"])).size).toBe(250);
      expect(await store.take([...keys, "AAA"], "two", noted)).toMatchObject({ ok: false });
      expect(await holdersOf(store, ["AAA"])).toEqual(new Map());
      await store.release("one");
      expect(await keysOf(store)).toEqual([]);
    });

    it("notes down when and what for", async () => {
      const store = await get();
      await store.take(["a"], "one", { ...noted, meta: { planId: "p" } });
      expect(await store.list()).toEqual([{ key: "a", holder: "one", takenAt: noted.takenAt, meta: { planId: "p" } }]);
    });

    it("has one winner when ten race for a key", slow, async () => {
      const store = await get();
      const outcomes = await Promise.all(Array.from({ length: 10 }, async (_, index) => store.take(["x", "y"], `h${index}`, noted)));
      const winners = outcomes.flatMap((outcome, index) => (outcome.ok ? [`h${index}`] : []));
      expect(winners.length).toBeLessThanOrEqual(1);
      expect(await keysOf(store)).toEqual(winners.flatMap((holder) => [`x=${holder}`, `y=${holder}`]));
    });

    const share = (...keys: readonly string[]) => keys.map((key) => ({ key, shared: true }));

    it("shares a key among those who share it, and with nobody who wants it alone", async () => {
      const store = await get();
      expect(await store.take(share("a"), "one", noted)).toEqual({ ok: true });
      expect(await store.take([...share("a"), "b"], "two", noted)).toEqual({ ok: true });
      expect(await store.take(["a", "c"], "three", noted)).toMatchObject({ ok: false, conflict: { key: "a" } });
      expect(await store.take(share("b"), "one", noted)).toEqual({ ok: false, conflict: { key: "b", holder: "two" } });
      expect(await keysOf(store)).toEqual(["a=one", "a=two", "b=two"]);
      const occupants = await store.occupants(["a", "b", "c"]);
      expect(occupants.map(({ key, holder, shared = false }) => `${key}=${holder} ${shared}`).toSorted()).toEqual([
        "a=one true",
        "a=two true",
        "b=two false",
      ]);
      await store.release("one");
      expect(await store.take(["a"], "three", noted)).toEqual({ ok: false, conflict: { key: "a", holder: "two" } });
      await store.releaseKeys(["a"], "two");
      await store.releaseKeys(["a"], "two");
      expect(await store.take(["a"], "three", noted)).toEqual({ ok: true });
      expect(await store.take(share("a"), "two", noted)).toEqual({ ok: false, conflict: { key: "a", holder: "three" } });
      expect(await keysOf(store)).toEqual(["a=three", "b=two"]);
    });

    it("lets the only one who shares a key have it alone, and keeps alone what its holder asks to share", async () => {
      const store = await get();
      await store.take(share("a"), "one", noted);
      expect(await store.take(["a"], "one", noted)).toEqual({ ok: true });
      expect(await store.take(share("a"), "one", noted)).toEqual({ ok: true });
      expect(await store.take(share("a"), "two", noted)).toEqual({ ok: false, conflict: { key: "a", holder: "one" } });
      await store.release("one");
      expect(await store.take(["b", ...share("b")], "one", noted)).toEqual({ ok: true });
      expect(await store.take(share("b"), "two", noted)).toMatchObject({ ok: false });
    });

    it("leaves nothing behind when all who share a key go at once", slow, async () => {
      const store = await get();
      const names = Array.from({ length: 8 }, (_, index) => `h${index}`);
      await Promise.all(names.map(async (name) => store.take(share("x"), name, noted)));
      expect(await keysOf(store)).toEqual(names.map((name) => `x=${name}`));
      await Promise.all(names.map(async (name) => store.release(name)));
      expect(await keysOf(store)).toEqual([]);
      expect(await store.take(["x"], "next", noted)).toEqual({ ok: true });
    });

    it("gives slots to as many holders as there are, one to each, and takes them back one by one or with all else", async () => {
      const store = await get();
      expect([await store.slotHolders(), await store.takeSlot("one", 2, noted), await store.takeSlot("one", 2, noted)]).toEqual([
        [],
        true,
        true,
      ]);
      expect([await store.takeSlot("two", 2, noted), await store.takeSlot("three", 2, noted)]).toEqual([true, false]);
      expect(await store.takeSlot("two", 2, noted)).toBe(true);
      await store.take(["a"], "one", noted);
      await store.release("one");
      await store.release("one");
      expect([await store.takeSlot("three", 2, noted), (await store.slotHolders()).toSorted()]).toEqual([true, ["three", "two"]]);
      await store.take(["b"], "two", noted);
      await store.releaseKeys([SLOTS], "two");
      await store.releaseKeys([SLOTS, "b"], "nobody");
      expect([await keysOf(store), await store.takeSlot("four", 2, noted)]).toEqual([["SLOTS=three", "b=two"], true]);
    });

    it("holds to a lower number as soon as it is said, and takes nothing from who is in", async () => {
      const store = await get();
      for (const holder of ["one", "two", "three"]) await store.takeSlot(holder, 3, noted);
      expect([await store.takeSlot("four", 2, noted), await store.takeSlot("three", 2, noted)]).toEqual([false, true]);
      await store.release("one");
      expect([await store.takeSlot("four", 2, noted), await store.takeSlot("four", 3, noted)]).toEqual([false, true]);
    });

    it("gives as many slots as there are when 20 race for 5, and is empty when all go at once", slow, async () => {
      const store = await get();
      const names = Array.from({ length: 20 }, (_, index) => `h${index}`);
      const taken = await Promise.all(names.map(async (name) => store.takeSlot(name, 5, noted)));
      expect((await store.slotHolders()).toSorted()).toEqual(names.filter((_, index) => taken[index]).toSorted());
      expect(taken.filter(Boolean)).toHaveLength(5);
      await Promise.all(names.map(async (name) => store.release(name)));
      expect([await store.slotHolders(), await keysOf(store), await store.listHolders()]).toEqual([[], [], []]);
    });
  });
}
