/** Damages an export in one of the ways in which someone might, and remembers where. */
import { canonicalJson } from "@dr/events";
import { hashOf, type Commit } from "@dr/event-log";
import type { ExecutionExport } from "@dr/event-log/testing";
import type { Random } from "@dr/evidence/testing";

/** Kinds of damage. `forge` makes the hash of what it changed right again; `rewrite` makes all hashes and the head right, and so only the signature tells. */
export const MUTATION_KINDS = ["edit", "delete", "insert", "reorder", "truncate", "forge", "rewrite"] as const;
/** A kind of damage. */
export type MutationKind = (typeof MUTATION_KINDS)[number];

/** A place as a verifier names it. */
export interface Place {
  readonly commitIndex: number | null;
  readonly version: number | null;
}

/** A damaged export; `isPlace` tells whether a place named is that of the damage. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly what: string;
  readonly export: unknown;
  readonly isPlace: (place: Place) => boolean;
}

/** One mutation of `exported`. */
export function mutate(exported: ExecutionExport, random: Random): Mutation {
  const kind = MUTATION_KINDS[random(MUTATION_KINDS.length)] ?? "edit";
  return { kind, ...MUTATORS[kind](exported, random) };
}

type Made = Omit<Mutation, "kind">;

const MUTATORS: Readonly<Record<MutationKind, (exported: ExecutionExport, random: Random) => Made>> = {
  edit: (exported, random) => {
    const at = random(exported.commits.length);
    const commit = structuredClone(exported.commits[at]) as unknown as Json;
    const path = changeOneValue(commit, random);
    return made(exported, exported.commits.with(at, commit as unknown as Commit), `${path} of commit ${at}`, [at]);
  },
  delete: (exported, random) => {
    const at = random(exported.commits.length - 1);
    const count = 1 + random(Math.min(3, exported.commits.length - 1 - at));
    return made(exported, exported.commits.toSpliced(at, count), `commits ${at} to ${at + count - 1}`, [at]);
  },
  insert: (exported, random) => {
    const at = random(exported.commits.length + 1);
    const copy = pick(exported.commits, random(exported.commits.length));
    const before = exported.commits[at - 1];
    const first = (before?.lastVersion ?? 0) + 1;
    const fitted = rehash({
      ...copy,
      firstVersion: first,
      lastVersion: first + copy.events.length - 1,
      prevHash: before?.hash ?? copy.prevHash,
    });
    // A copy is out of place where it stands; a fitted one shows in the commit that it pushed aside.
    const isFitted = random(2) === 0;
    const inserted = isFitted ? fitted : copy;
    return made(exported, exported.commits.toSpliced(at, 0, inserted), `${isFitted ? "fitted" : "copied"} commit at ${at}`, [at, at + 1]);
  },
  reorder: (exported, random) => {
    const one = random(exported.commits.length - 1);
    const other = one + 1 + random(exported.commits.length - 1 - one);
    const swapped = exported.commits.with(one, pick(exported.commits, other)).with(other, pick(exported.commits, one));
    return made(exported, swapped, `commits ${one} and ${other} exchanged`, [one]);
  },
  truncate: (exported, random) => {
    const kept = random(exported.commits.length);
    return made(exported, exported.commits.slice(0, kept), `only the first ${kept} commits`, [kept]);
  },
  forge: (exported, random) => {
    const at = random(exported.commits.length);
    const commit = structuredClone(pick(exported.commits, at)) as unknown as { data: Json }[] & Commit;
    const path = changeOneValue(commit.events as unknown as Json, random);
    return made(exported, exported.commits.with(at, rehash(commit)), `${path} of commit ${at}, rehashed`, [at, at + 1]);
  },
  rewrite: (exported, random) => {
    const at = random(exported.commits.length);
    const commit = structuredClone(pick(exported.commits, at));
    const path = changeOneValue(commit.events as unknown as Json, random);
    const kept = exported.commits.slice(0, at);
    for (const next of [commit, ...exported.commits.slice(at + 1)])
      kept.push(rehash({ ...next, prevHash: kept.at(-1)?.hash ?? next.prevHash }));
    const last = pick(kept, kept.length - 1);
    const head = { version: last.lastVersion, hash: last.hash };
    // Nothing in a chain that is right tells where it was rewritten: the head is what is wrong, unless the change left something that is no event.
    const isPlace = ({ commitIndex, version }: Place): boolean => (commitIndex === null ? version === head.version : commitIndex === at);
    return { export: { ...exported, commits: kept, head }, what: `${path} of commit ${at}, all rewritten`, isPlace };
  },
};

function made(exported: ExecutionExport, commits: readonly Commit[], what: string, places: readonly number[]): Made {
  return { export: { ...exported, commits }, what, isPlace: ({ commitIndex }) => commitIndex !== null && places.includes(commitIndex) };
}

function pick(commits: readonly Commit[], index: number): Commit {
  const commit = commits[index];
  if (commit === undefined) throw new Error(`no commit ${index}`);
  return commit;
}

function rehash(commit: Commit): Commit {
  return { ...commit, hash: hashOf(commit) };
}

type Json = Record<string, unknown> | unknown[];

/** Changes, removes or adds one value somewhere in `root`, never into an equal one; returns its path. */
function changeOneValue(root: Json, random: Random): string {
  const places = placesIn(root, "");
  const { holder, key, path } = places[random(places.length)] ?? { holder: root, key: "added", path: "added" };
  const before = canonicalJson(root);
  const slots = holder as Record<string, unknown>;
  const value = slots[key];
  const choices: (() => void)[] = [
    () => (slots[key] = changed(value)),
    () => (Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(slots, key)),
    () => (Array.isArray(holder) ? holder.push("added") : (slots["added"] = true)),
  ];
  choices[random(choices.length)]?.();
  if (canonicalJson(root) === before) throw new Error(`nothing changed at ${path}`);
  return path;
}

function changed(value: unknown): unknown {
  if (typeof value === "string") return `${value}x`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return value === null ? 0 : null;
}

function placesIn(holder: Json, path: string): readonly { holder: Json; key: string; path: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    const inner = typeof value === "object" && value !== null ? placesIn(value as Json, here) : [];
    return [{ holder, key, path: here }, ...inner];
  });
}
