// An export as it was given out is in order; every field of it that is changed is found; and histories that cannot have been are named.
import { executionDecider, foldExecution } from "@dr/domain";
import { hashOf, toDomainEvent, type Commit, type StoredEvent } from "@dr/event-log";
import { expect, it } from "vitest";
import { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, FIXTURE_TEXT, RECORDED } from "./testing/index.ts";
import { everyMutation, judgeMutations, mutateAnyField, resign, seededRandom } from "./testing/any-field.ts";
import { verifyExecution } from "./verify-execution.ts";

const keys = { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY };
const store = await anchored(RECORDED);
const exported = await exportOf(RECORDED, store);
const codes = (input: unknown) => [...new Set(verifyExecution(input, keys).problems.map(({ code }) => code))];

it("says of an export all that it could check", () => {
  expect(verifyExecution(exported, keys)).toEqual({
    ok: true,
    problems: [],
    streamId: RECORDED[0]?.streamId,
    head: { version: 85, hash: RECORDED.at(-1)?.hash },
    commitCount: 62,
    eventCount: 85,
    signature: "verified",
    anchoring: {
      upTo: 85,
      since: { version: 1, at: "2026-11-23T04:00:01.000Z" },
      lastAt: (exported["checkpoints"] as { at: string }[])[0]?.at,
      checked: 50,
    },
    view: "verified",
    decisions: "verified",
  });
});

it("still verifies an export of version 1", () => {
  expect(verifyExecution(JSON.parse(FIXTURE_TEXT), { key: EXPORT_KEY })).toMatchObject({
    ok: true,
    signature: "verified",
    view: "absent",
    decisions: "verified",
  });
});

interface Copy {
  execution: { status: string; requestedBy: string; rto: { actualSeconds: number }; rpo: { worst: unknown }; waves: { name: string }[] };
  estate: string;
  references: { reference: string }[];
  exportedAt: string;
  note?: string;
}

it.each<[string, (copy: Copy) => void, string]>([
  ["status", (copy) => (copy.execution.status = "failed"), "execution.status is not what the events say"],
  ["who asked", (copy) => (copy.execution.requestedBy = "nobody"), "execution.requestedBy is not what the events say"],
  ["recovery time", (copy) => (copy.execution.rto.actualSeconds = 1), "execution.rto.actualSeconds is not what the events say"],
  ["data loss", (copy) => (copy.execution.rpo.worst = null), "execution.rpo.worst is not what the events say"],
  ["a wave's name", (copy) => (copy.execution.waves[1]!.name = "x"), "execution.waves.1.name is not what the events say"],
  ["a reference", (copy) => (copy.references[1]!.reference = "x:::y"), "references.1.reference is not what the events say"],
  ["the estate", (copy) => (copy.estate = "real"), "estate: real is not what the results say"],
  ["a time before the end", (copy) => (copy.exportedAt = "2026-11-23T04:00:00.000Z"), "recorded at"],
  ["a member that is none", (copy) => (copy.note = "approved"), "note: no member of an export"],
])("finds a changed %s even when the export is signed again", (_, change, message) => {
  const copy = structuredClone(exported);
  change(copy as unknown as Copy);
  expect(verifyExecution(copy, keys).problems.map(({ code }) => code)).toContain("signature.invalid");
  const { problems } = verifyExecution(resign(copy, EXPORT_KEY), keys);
  expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
});

it(
  "finds 300 mutations of any field, and a sample of every field; signed again, all but those that say nothing of the run",
  { timeout: 120_000 },
  () => {
    const mutations = Array.from({ length: 300 }, (_, seed) => mutateAnyField(exported, seededRandom(seed + 1)));
    expect(judgeMutations(mutations, keys)).toEqual({ made: 300, missed: [], harmful: [] });
    const { missed, harmful, made } = judgeMutations(everyMutation(exported, { from: 7, step: 89 }), keys);
    expect({ missed, harmful }).toEqual({ missed: [], harmful: [] });
    expect(made).toBeGreaterThan(150);
  },
);

it("takes no member beside those of the head and of the signature, and no export without its results but an older one", () => {
  const okOf = (change: (copy: { head: object; signature: object; results?: unknown }) => void, again: boolean) => {
    const copy = structuredClone(exported);
    change(copy as never);
    return verifyExecution(again ? resign(copy, EXPORT_KEY) : copy, keys).ok;
  };
  expect(okOf((copy) => Object.assign(copy.head, { added: true }), true)).toBe(false);
  expect(okOf((copy) => Object.assign(copy.signature, { added: true }), false)).toBe(false);
  expect(okOf((copy) => delete copy.results, false)).toBe(false);
  // Who has the key may leave them out: they follow from the commits, and exports of earlier versions have none.
  expect(okOf((copy) => delete copy.results, true)).toBe(true);
});

/** Commits with another one put after the first `count`, numbered and chained as a forger would. */
function forgeAfter(count: number, events: readonly StoredEvent[]): readonly Commit[] {
  const kept = RECORDED.slice(0, count);
  const last = kept.at(-1)!;
  const commit = {
    ...last,
    events,
    firstVersion: last.lastVersion + 1,
    lastVersion: last.lastVersion + events.length,
    prevHash: last.hash,
  };
  return [...kept, { ...commit, hash: hashOf(commit) }];
}

it("names a wave that starts before its dependencies", async () => {
  const at = RECORDED.findIndex(({ events }) => events.some(({ type }) => type === "WaveStarted"));
  const second = RECORDED.flatMap(({ events }) => events).filter(({ type }) => type === "WaveStarted")[1]!;
  const forged = forgeAfter(at + 1, [second]);
  const { problems } = verifyExecution(await exportOf(forged, { newest: async () => [] }), { key: EXPORT_KEY });
  expect(problems).toMatchObject([
    { code: "replay.impossible", commitIndex: at + 1, message: expect.stringContaining("no command could have produced WaveStarted here") },
  ]);
});

it("does not tell an execution that ran through an upgrade of the rules to be impossible, and names the upgrade", async () => {
  const at = RECORDED.findIndex(({ events }) => events.some(({ type }) => type === "WaveStarted"));
  const second = RECORDED.flatMap(({ events }) => events).filter(({ type }) => type === "WaveStarted")[1]!;
  const decidedBy = async (rules: number) => {
    const commits = forgeAfter(at + 1, [second]);
    const { hash: _, ...last } = { ...commits.at(-1)!, rules };
    return exportOf([...commits.slice(0, -1), { ...last, hash: hashOf(last) }], { newest: async () => [] });
  };
  const today = executionDecider.rules ?? 0;
  const older = today - 1;
  expect(verifyExecution(await decidedBy(older), { key: EXPORT_KEY })).toMatchObject({
    ok: true,
    decisions: "other_rules",
    view: "verified",
  });
  const impossible: object = {
    ok: false,
    decisions: "impossible",
    problems: expect.arrayContaining([expect.objectContaining({ code: "replay.impossible" })]),
  };
  expect(verifyExecution(await decidedBy(today), { key: EXPORT_KEY })).toMatchObject(impossible);
  // Whose rules they were is vouched for by the signature alone.
  expect(verifyExecution(await decidedBy(older))).toMatchObject(impossible);
});

it("holds the commits against checkpoints that the forger could not change", async () => {
  const rewritten: Commit[] = [];
  for (const commit of RECORDED) {
    const { hash: _, ...body } = {
      ...commit,
      actor: commit.firstVersion === 1 ? "somebody else" : commit.actor,
      prevHash: rewritten.at(-1)?.hash ?? commit.prevHash,
    };
    rewritten.push({ ...body, hash: hashOf(body) });
  }
  const forged = await exportOf(rewritten, store);
  expect(verifyExecution(forged, { key: EXPORT_KEY })).toMatchObject({ ok: true, signature: "verified" });
  expect(codes(forged)).toEqual(["checkpoint.mismatch"]);
  expect(codes(await exportOf(RECORDED.slice(0, 20), store))).toEqual(["checkpoint.beyond_commits"]);
  expect(codes(await exportOf(RECORDED, { newest: async () => [] }))).toEqual(["checkpoint.missing"]);
  expect(codes(await exportOf(RECORDED, await anchored(RECORDED, EXPORT_KEY)))).toEqual(["checkpoint.invalid", "checkpoint.missing"]);
});

it("folds what it exports", () => {
  const events = RECORDED.flatMap((commit) => commit.events.map((event) => toDomainEvent(event)));
  expect(foldExecution(events, executionDecider.initialState).status).toBe("completed");
});
