/** Holds commits against checkpoints: who rewrote the log and has its keys does not have these. */
import type { Commit, StreamHead } from "../port.ts";
import { checkpointHash, checkpointSchema, verifyCheckpoint, type Checkpoint } from "../checkpoints/checkpoint.ts";
import type { VerifyCode, VerifyProblem } from "./check-commits.ts";
import type { HeadKey } from "./signature.ts";

/** How far a history is vouched for, and since when. */
export interface Anchoring {
  /** Version up to which the last checkpoint reaches. */
  readonly upTo: number;
  /** Time of the first checkpoint, and the version that it vouched for: what lies before was vouched for all at once. */
  readonly since: { readonly version: number; readonly at: string };
  /** Time of the last checkpoint. */
  readonly lastAt: string;
  readonly checked: number;
}

/** What was found. `anchoring` is null without a valid checkpoint. */
export interface CheckpointsCheck {
  readonly problems: readonly VerifyProblem[];
  readonly anchoring: Anchoring | null;
}

/** What checkpoints are held against: `end` is where the commits end. */
export interface AnchoredStream {
  readonly streamId: string;
  readonly commits: readonly unknown[];
  readonly end: StreamHead;
  readonly key: HeadKey;
}

/** Checks signatures, links and heads of the checkpoints of one stream, in whatever order they come. */
export function checkCheckpoints(raw: readonly unknown[], stream: AnchoredStream): CheckpointsCheck {
  const read = raw.map((value) => readCheckpoint(value, stream));
  const valid = read.flatMap((one) => ("version" in one ? [one] : [])).toSorted((one, other) => one.version - other.version);
  const unreadable = read.flatMap((one) => ("version" in one ? [] : [one.problem]));
  const problems = [...unreadable, ...checkHeads(valid, stream), ...checkLinks(valid)];
  const [first, last] = [valid[0], valid.at(-1)];
  if (!first || !last)
    return {
      problems: [...problems, problem("checkpoint.missing", null, "no valid checkpoint vouches for this history")],
      anchoring: null,
    };
  return { problems, anchoring: { upTo: last.version, since: first.since, lastAt: last.at, checked: valid.length } };
}

function problem(code: VerifyCode, version: number | null, message: string): VerifyProblem {
  return { commitIndex: null, version, code, message };
}

function readCheckpoint(value: unknown, { streamId, key }: AnchoredStream): Checkpoint | { readonly problem: VerifyProblem } {
  const { data } = checkpointSchema.safeParse(value);
  if (data === undefined) return { problem: problem("checkpoint.malformed", null, "a checkpoint cannot be read") };
  const { version } = data;
  if (data.streamId !== streamId) return { problem: problem("checkpoint.invalid", version, `a checkpoint belongs to ${data.streamId}`) };
  if (verifyCheckpoint(data, key)) return data;
  return { problem: problem("checkpoint.invalid", version, "a checkpoint was not signed with this key, or was changed since") };
}

function checkHeads(valid: readonly Checkpoint[], { commits, end }: AnchoredStream): readonly VerifyProblem[] {
  const hashes = hashesByVersion(commits);
  return valid.flatMap(({ version, hash }) => {
    if (hashes.get(version) === hash) return [];
    if (version <= end.version)
      return [problem("checkpoint.mismatch", version, `what was anchored at version ${version} is not what is here: it was rewritten`)];
    const message = `version ${version} was anchored, the commits end at ${end.version}: the rest is missing`;
    return [problem("checkpoint.beyond_commits", version, message)];
  });
}

/**
 * Each Region keeps a chain of its own, told by when it began (which is signed). The first of a chain that is here may continue one that is not; all
 * others must continue one that is.
 */
function checkLinks(valid: readonly Checkpoint[]): readonly VerifyProblem[] {
  return [...Map.groupBy(valid, ({ since }) => JSON.stringify([since.version, since.at])).values()].flatMap(checkChain);
}

function checkChain(valid: readonly Checkpoint[]): readonly VerifyProblem[] {
  const byHash = new Map(valid.map((checkpoint) => [checkpointHash(checkpoint), checkpoint]));
  return valid.flatMap(({ previous, after, version }, index) => {
    const before = previous === null ? { version: 0 } : (byHash.get(previous) ?? (index === 0 ? after : undefined));
    if (before?.version === after.version) return [];
    return [problem("checkpoint.broken_chain", version, `the checkpoint before that of version ${version} is missing`)];
  });
}

function hashesByVersion(commits: readonly unknown[]): ReadonlyMap<number, string> {
  const hashes = new Map<number, string>();
  for (const commit of commits as readonly Partial<Commit>[]) {
    if (typeof commit?.lastVersion === "number" && typeof commit.hash === "string") hashes.set(commit.lastVersion, commit.hash);
  }
  return hashes;
}
