// Two Regions that anchor one history, each in a store of its own: what each of them vouches for, and what a verifier finds with both.
import { createAnchors, createMemoryCheckpointStore, hashOf, type Checkpoint, type CheckpointStore, type Commit } from "@dr/event-log";
import { expect, it } from "vitest";
import { CHECKPOINT_KEY, EXPORT_KEY, exportOf, RECORDED } from "./testing/index.ts";
import { verifyExecution } from "./verify-execution.ts";

const STREAM = RECORDED[0]!.streamId;
const TAKEN_OVER = 20;
const BACK = 40;

/** Anchors what a Region saw while it led, over a log that has it all. */
async function anchorIn(store: CheckpointStore, seen: readonly Commit[], all: readonly Commit[] = RECORDED): Promise<void> {
  const log = { read: async (_: string, { afterVersion = 0 } = {}) => all.filter(({ firstVersion }) => firstVersion > afterVersion) };
  const upTo = (commit: Commit) => all.slice(0, all.indexOf(commit) + 1);
  for (const commit of seen) {
    const now = new Date(Date.parse(commit.recordedAt) + 1_000).toISOString();
    const asOfNow = {
      read: async (...args: Parameters<typeof log.read>) => (await log.read(...args)).filter((one) => upTo(commit).includes(one)),
    };
    await createAnchors({ log: asOfNow, store, key: async () => CHECKPOINT_KEY, clock: { nowIso: () => now } }).anchor(STREAM, [commit]);
  }
}

/** The first Region leads, the second one takes over, and the first one has the lead back. */
async function given() {
  const [east, west] = [createMemoryCheckpointStore(), createMemoryCheckpointStore()];
  await anchorIn(east, RECORDED.slice(0, TAKEN_OVER));
  await anchorIn(west, RECORDED.slice(TAKEN_OVER, BACK));
  await anchorIn(east, RECORDED.slice(BACK));
  return { east, west, all: async (store: CheckpointStore) => store.newest(STREAM, 1_000) };
}

const keys = { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY };
const codesOf = (exported: unknown, checkpoints: readonly Checkpoint[] = []): readonly string[] => [
  ...new Set(verifyExecution(exported, { ...keys, checkpoints }).problems.map(({ code }) => code)),
];

it("each Region vouches for the whole history as it found it, also for what the other one published", async () => {
  const { east, west, all } = await given();
  const [first] = (await all(west)).toReversed();
  expect(first).toMatchObject({ version: RECORDED[TAKEN_OVER]!.lastVersion, after: { version: 0 }, previous: null });
  const back = (await all(east)).find(({ version }) => version === RECORDED[BACK]!.lastVersion);
  expect(back?.after.version).toBe(RECORDED[TAKEN_OVER - 1]!.lastVersion);
  for (const [store, upTo] of [
    [east, RECORDED.at(-1)!.lastVersion],
    [west, RECORDED[BACK - 1]!.lastVersion],
  ] as const)
    expect(verifyExecution(await exportOf(RECORDED, store), keys)).toMatchObject({ ok: true, anchoring: { upTo } });
});

it("copies of both fit beside either's export, however few checkpoints that holds of its own", async () => {
  const { east, west, all } = await given();
  for (const [own, other] of [
    [east, west],
    [west, east],
  ] as const) {
    const newest = { newest: async () => own.newest(STREAM, 3) };
    const verdict = verifyExecution(await exportOf(RECORDED, newest), { ...keys, checkpoints: await all(other) });
    expect(verdict).toMatchObject({ ok: true, problems: [], anchoring: { upTo: expect.any(Number) } });
    expect(verdict.anchoring?.checked).toBe((await all(other)).length + 3);
  }
});

it("a checkpoint that is missing in the midst of either chain is found", async () => {
  const { east, west, all } = await given();
  const exported = await exportOf(RECORDED, { newest: async () => [] });
  const [ofEast, ofWest] = [await all(east), await all(west)];
  expect(codesOf(exported, [...ofEast, ...ofWest])).toEqual([]);
  expect(codesOf(exported, [...ofEast.toSpliced(5, 1), ...ofWest])).toEqual(["checkpoint.broken_chain"]);
  expect(codesOf(exported, [...ofEast, ...ofWest.toSpliced(5, 1)])).toEqual(["checkpoint.broken_chain"]);
});

it("what was rewritten before the second Region took over, the first one's checkpoints find alone", async () => {
  const { east, west, all } = await given();
  // As if the history that the second Region found had been another one: from the second commit on all hashes differ.
  const found = rewritten();
  const blind = createMemoryCheckpointStore();
  await anchorIn(blind, found.slice(TAKEN_OVER, BACK), found);
  const exported = await exportOf(found, blind);
  expect(verifyExecution(exported, keys).problems.map(({ code }) => code)).not.toContain("checkpoint.mismatch");
  expect(codesOf(exported, await all(east))).toContain("checkpoint.mismatch");
  expect(codesOf(exported, await all(west))).toContain("checkpoint.mismatch");
});

function rewritten(): readonly Commit[] {
  let prevHash = RECORDED[0]!.prevHash;
  return RECORDED.map((commit, index) => {
    const body = { ...commit, ...(index === 1 ? { actor: "somebody else" } : {}), prevHash };
    const made = { ...body, hash: hashOf(body) };
    prevHash = made.hash;
    return made;
  });
}
