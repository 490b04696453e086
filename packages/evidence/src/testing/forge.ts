/** Histories forged with every right on every table and the key of the exports, but not that of the checkpoints. */
import { hashOf, type CheckpointStore, type Commit } from "@dr/event-log";
import { verifyExecution } from "../verify-execution.ts";
import { seededRandom, type Random } from "./any-field.ts";
import { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, RECORDED } from "./exported-run.ts";

type Json = Record<string, unknown>;

/** Numbers and chains commits as if they had been written so. */
function rechain(commits: readonly Commit[]): readonly Commit[] {
  const chained: Commit[] = [];
  for (const commit of commits) {
    const before = chained.at(-1);
    const firstVersion = (before?.lastVersion ?? 0) + 1;
    const { hash: _, ...body } = {
      ...commit,
      firstVersion,
      lastVersion: firstVersion + commit.events.length - 1,
      prevHash: before?.hash ?? "0".repeat(64),
    };
    chained.push({ ...body, hash: hashOf(body) });
  }
  return chained;
}

const pick = <T>(list: readonly T[], random: Random): T => list[random(list.length)] as T;

/** Changes one scalar somewhere in the events of a commit. */
function edited(commit: Commit, random: Random): Commit {
  const copy = structuredClone(commit) as unknown as Json;
  const places: { holder: Json; key: string }[] = [];
  const walk = (holder: Json): void => {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === "object" && value !== null) walk(value as Json);
      else if (key !== "type" && key !== "schemaVersion") places.push({ holder, key });
    }
  };
  walk(copy["events"] as Json);
  const { holder, key } = pick(places, random);
  const value = holder[key];
  holder[key] = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)}x`;
  return copy as unknown as Commit;
}

/** Changes what a commit says of itself, beside who and when. */
function readdressed(commit: Commit, random: Random): Commit {
  const changes: readonly Partial<Commit>[] = [
    { epoch: commit.epoch + 1 },
    { commitId: `${commit.commitId}x` },
    { correlationId: "another" },
    { causationId: "another" },
    { rules: (commit.rules ?? 0) + 1 },
  ];
  return { ...commit, ...pick(changes, random) };
}

type Forger = (recorded: readonly Commit[], random: Random) => readonly Commit[];

const changeOne =
  (change: (commit: Commit, random: Random) => Commit): Forger =>
  (recorded, random) => {
    const at = random(recorded.length);
    return recorded.with(at, change(recorded[at]!, random));
  };

const KINDS: Readonly<Record<string, Forger>> = {
  edit: changeOne(edited),
  actor: changeOne((commit) => ({ ...commit, actor: "somebody else" })),
  time: changeOne((commit) => ({ ...commit, recordedAt: "2026-11-23T03:00:00.000Z" })),
  readdress: changeOne(readdressed),
  remove: (recorded, random) => recorded.toSpliced(1 + random(recorded.length - 1), 1 + random(3)),
  repeat: (recorded, random) => recorded.toSpliced(1 + random(recorded.length), 0, pick(recorded, random)),
  exchange: (recorded, random) => {
    const at = 1 + random(recorded.length - 2);
    return recorded.with(at, recorded[at + 1]!).with(at + 1, recorded[at]!);
  },
  truncate: (recorded, random) => recorded.slice(0, 1 + random(recorded.length - 1)),
};

/** Ways to forge. */
export const FORGERY_KINDS: readonly string[] = Object.keys(KINDS);

/** What became of forgeries: `found` by kind, `appended` after the last checkpoint (told as not anchored), and what was missed. */
export interface Judgement {
  readonly found: ReadonlyMap<string, number>;
  readonly appended: number;
  readonly missed: readonly string[];
}

/** Makes `count` forgeries of these histories (four commits at least), has each exported as the API would, and verifies it. */
export async function judgeForgeries(count: number, histories: readonly (readonly Commit[])[] = [RECORDED]): Promise<Judgement> {
  const anchoredHistories = await Promise.all(histories.map(async (recorded) => ({ recorded, store: await anchored(recorded) })));
  const found = new Map<string, number>();
  const missed: string[] = [];
  let appended = 0;
  for (let seed = 1; seed <= count; seed += 1) {
    const random = seededRandom(seed);
    const kind = pick(FORGERY_KINDS, random);
    const { recorded, store } = pick(anchoredHistories, random);
    const commits = rechain(KINDS[kind]?.(recorded, random) ?? []);
    const judged = await judge(commits, store);
    if (judged === "found") found.set(kind, (found.get(kind) ?? 0) + 1);
    else if (judged === "appended") appended += 1;
    else missed.push(`seed ${seed}: ${kind}`);
  }
  return { found, appended, missed };
}

async function judge(commits: readonly Commit[], store: CheckpointStore): Promise<"found" | "appended" | "missed"> {
  const verdict = await exportOf(commits, store).then(
    (forged) => verifyExecution(forged, { key: EXPORT_KEY, checkpointKey: CHECKPOINT_KEY }),
    // The API cannot fold it: there is no export at all.
    () => null,
  );
  if (verdict === null || !verdict.ok) return "found";
  return (verdict.anchoring?.upTo ?? 0) < (verdict.head?.version ?? 0) ? "appended" : "missed";
}
