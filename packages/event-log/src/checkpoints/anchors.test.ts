// Anchoring: what was seen is vouched for once, gaps are closed from the log, and a log that was rewritten is never vouched for.
import { expect, it } from "vitest";
import { headOf, hashOf } from "../commit.ts";
import { createMemoryCheckpointStore } from "../memory/memory-checkpoint-store.ts";
import { createMemoryEventLog } from "../memory/memory-event-log.ts";
import type { Commit } from "../port.ts";
import { appendRequest } from "../testing/requests.ts";
import { parseHeadKey } from "../verify/signature.ts";
import { createAnchors } from "./anchors.ts";
import { checkpointHash } from "./checkpoint.ts";

const A = "EXEC#a";
const key = parseHeadKey("a secret that is long enough to be one, 12345");

function setUp() {
  const log = createMemoryEventLog();
  const store = createMemoryCheckpointStore();
  const calls = { reads: 0, newest: 0, puts: 0 };
  const counted = {
    log: { read: (...args: Parameters<typeof log.read>) => ((calls.reads += 1), log.read(...args)) },
    store: {
      ...store,
      put: (...args: Parameters<typeof store.put>) => ((calls.puts += 1), store.put(...args)),
      newest: (...args: Parameters<typeof store.newest>) => ((calls.newest += 1), store.newest(...args)),
    },
  };
  let second = 0;
  const nowIso = (): string => new Date(Date.parse("2026-11-23T04:00:00.000Z") + (second += 1) * 1_000).toISOString();
  /** As another process: it remembers nothing. */
  const start = () => createAnchors({ ...counted, key: async () => key, clock: { nowIso } });
  const commit = async (): Promise<Commit> => {
    const last = (await log.read(A)).at(-1);
    return (await log.append(appendRequest(A, last ? { head: headOf(last) } : {}))).commit;
  };
  return { log, store, calls, start, commit };
}

it("writes one checkpoint for each call, and asks nothing before it", async () => {
  const { store, calls, start, commit } = setUp();
  const { anchor } = start();
  const [one, two, three] = [await commit(), await commit(), await commit()];
  expect([await anchor(A, [one]), await anchor(A, [two, three])]).toEqual([1, 3]);
  expect(calls).toEqual({ reads: 0, newest: 0, puts: 2 });
  const [newest, first] = await store.newest(A, 10);
  expect(first).toMatchObject({ version: 1, hash: one.hash, previous: null, since: { version: 1, at: "2026-11-23T04:00:01.000Z" } });
  expect(newest).toMatchObject({ version: 3, hash: three.hash, after: headOf(one), previous: checkpointHash(first!), since: first!.since });
});

it("a process that remembers nothing goes on after the last checkpoint; what is missing in between it reads from the log", async () => {
  const { calls, start, commit } = setUp();
  await start().anchor(A, [await commit()]);
  await commit();
  const three = await commit();
  expect(await start().anchor(A, [three])).toBe(3);
  expect(calls).toMatchObject({ reads: 1, newest: 1, puts: 2 });
  expect(await start().anchor(A)).toBe(3);
});

it("says the same twice without harm: two publishers, or a repeat", async () => {
  const { store, start, commit } = setUp();
  const [one, two] = [await commit(), await commit()];
  await Promise.all([start().anchor(A, [one]), start().anchor(A, [one])]);
  await Promise.all([start().anchor(A, [two]), start().anchor(A, [two])]);
  const { anchor } = start();
  expect([await anchor(A, [one, two]), await anchor(A, [one])]).toEqual([2, 2]);
  expect(await store.newest(A, 10)).toHaveLength(2);
});

it.each<[string, (commit: Commit) => Commit]>([
  ["a commit that was written over", (commit) => ({ ...commit, actor: "forger", hash: hashOf({ ...commit, actor: "forger" }) })],
])("refuses to vouch for %s", async (_, forge) => {
  const { start, commit } = setUp();
  const { anchor } = start();
  const one = await commit();
  await anchor(A, [one]);
  await expect(anchor(A, [forge(one)])).rejects.toMatchObject({ code: "log.rewritten", details: { streamId: A, version: 1 } });
  await expect(start().anchor(A, [forge(one)])).rejects.toMatchObject({ code: "log.rewritten" });
});

it("refuses a commit that continues another history than the one that was anchored", async () => {
  const { store, start, commit } = setUp();
  const one = await commit();
  await start().anchor(A, [one]);
  const two = await commit();
  const forged = { ...two, prevHash: "f".repeat(64) };
  await expect(start().anchor(A, [{ ...forged, hash: hashOf(forged) }])).rejects.toMatchObject({ code: "log.rewritten" });
  expect(await store.newest(A, 10)).toHaveLength(1);
});

it("refuses a checkpoint that somebody else signed", async () => {
  const { store, start, commit, log } = setUp();
  const other = parseHeadKey("another secret that is long enough, 67890");
  await createAnchors({ log, store, key: async () => other, clock: { nowIso: () => "2026-11-23T04:00:00.000Z" } }).anchor(A, [
    await commit(),
  ]);
  await expect(start().anchor(A, [await commit()])).rejects.toMatchObject({ code: "log.rewritten" });
});
